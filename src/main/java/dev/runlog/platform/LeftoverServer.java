package dev.runlog.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The server that a killed JVM left running on the data directory. To be called by the directory's holder only: whatever
 * runs from it then is nobody's.
 */
final class LeftoverServer {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofMillis(50);

    private final DataDirectory directory;
    private final Path data;
    private final PostgresCommand postgres;

    LeftoverServer(DataDirectory directory, Path data, PostgresCommand postgres) {
        this.directory = directory;
        this.data = data;
        this.postgres = postgres;
    }

    /** After this no process runs on the directory. What was committed is in it. */
    void stop() throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (isOurs(pidIn(pidFile))) {
            postgres.run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "60", "stop");
        }
        if (!allGone()) {
            ours().forEach(ProcessHandle::destroyForcibly);
            if (!allGone()) {
                throw new IOException("a server of an earlier Runlog does not end");
            }
        }
        // Its number may by now be that of somebody else's process, for which PostgreSQL would refuse to start.
        Files.deleteIfExists(pidFile);
    }

    private static long pidIn(Path pidFile) throws IOException {
        var lines = Files.readAllLines(pidFile);
        return lines.isEmpty() || !lines.get(0).matches("\\d{1,18}") ? -1 : Long.parseLong(lines.get(0));
    }

    private boolean isOurs(long pid) {
        return ours().stream().anyMatch(process -> process.pid() == pid);
    }

    /** Every process whose program was unpacked into the directory; one that has ended and awaits its parent is none. */
    private List<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(directory.path()))
                        .isPresent())
                .toList();
    }

    private boolean allGone() throws IOException {
        try {
            for (var waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(STEP)) {
                if (ours().isEmpty()) {
                    return true;
                }
                Thread.sleep(STEP.toMillis());
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server of an earlier Runlog ends", interrupted);
        }
    }
}
