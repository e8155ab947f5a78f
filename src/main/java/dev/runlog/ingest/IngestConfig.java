package dev.runlog.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Bounds of what may arrive, and of what may wait to be written. */
@ConfigMapping(prefix = "runlog.ingest")
interface IngestConfig {

    /** Most bytes of a body, after inflating. */
    @WithDefault("10M")
    MemorySize maxBody();

    /** Most entries of a batch. */
    @WithDefault("10000")
    int maxEntries();

    /** Most bytes of an output write, after inflating. */
    @WithDefault("1M")
    MemorySize maxOutput();

    /** How long a body may take to arrive whole. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /**
     * Threads that commit groups of writes, each with a connection of its own, beside one for small writes; log entries
     * and output have theirs.
     */
    @WithDefault("2")
    int writers();

    /** Most requests that one transaction commits. */
    @WithDefault("512")
    int groupRequests();

    /** Most bytes that one transaction commits, unless a single request is larger. */
    @WithDefault("8M")
    MemorySize groupBytes();

    /**
     * Memory that all writes on their way in may take together, past which a write is answered 503; two fifths of the
     * heap unless it is given.
     */
    Optional<MemorySize> memory();

    /** Most requests that wait to be written; past them a write is answered 503. */
    @WithDefault("10000")
    int queueRequests();

    /** How long a write is waited for before it is answered 503. */
    @WithDefault("20s")
    Duration answerTimeout();

    /** For benchmarks only: log entries and output are answered as if they had been stored, and thrown away. */
    @WithDefault("false")
    boolean discard();
}
