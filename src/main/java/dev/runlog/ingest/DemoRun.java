package dev.runlog.ingest;

import dev.runlog.log.LogRow;
import dev.runlog.output.StandardStream;
import dev.runlog.platform.Json;
import dev.runlog.platform.Utf8;
import dev.runlog.run.Registration;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** One made-up run. What it says is collected as JSON, then read and written as if it had arrived. */
final class DemoRun {
    private static final List<String> STEPS = List.of(
            "Reading batch %d of the product feed",
            "Mapped %d items to the target's categories",
            "Uploaded %d items",
            "Cache of images holds %d files",
            "Waiting %d ms for the target's rate limit");

    private final Ways ways;
    private final UUID processId;
    private final Registration registration;
    private final Random random;
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private final List<Map<String, Object>> calls = new ArrayList<>();
    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private Optional<RunWrites.End> end = Optional.empty();
    private Instant now;

    /** The write paths that real input takes. */
    record Ways(RunWrites runs, Intake intake, LogWrites logs, OutputWrites output, Json json) {}

    DemoRun(Ways ways, Registration registration, Random random) {
        this.ways = ways;
        this.registration = registration;
        this.random = random;
        this.processId = UUID.nameUUIDFromBytes(Utf8.bytes(registration + "/" + random.nextLong()));
        this.now = registration.startedAt();
    }

    int number(int bound) {
        return 1 + random.nextInt(bound);
    }

    /** Says about as many ordinary things. */
    void work(int about) {
        log("notice", "Connector %s started".formatted(registration.version()));
        int steps = about / 2 + random.nextInt(about);
        for (int i = 0; i < steps; i++) {
            log(i % 7 == 6 ? "debug" : "info", STEPS.get(i % STEPS.size()).formatted(number(5_000)));
        }
        stdout.append("processed ").append(steps).append(" steps\n");
    }

    void log(String level, String message) {
        entries.add(Map.of(
                "level", level, "message", message, "timestamp", tick(), "context", Map.of("attempt", number(3))));
    }

    void call(String method, String uri, int responseCode, String responseBody) {
        calls.add(Map.of(
                "method", method,
                "requestUri", uri,
                "responseCode", responseCode,
                "responseBody", responseBody,
                "durationMs", 20 + random.nextInt(900),
                "timestamp", tick()));
    }

    void stdout(String text) {
        stdout.append(text);
    }

    void stderr(String text) {
        stderr.append(text);
    }

    void finish(int exitCode) {
        tick();
        end = Optional.of(new RunWrites.End(exitCode, now, null));
    }

    void vanish(String reason) {
        tick();
        end = Optional.of(new RunWrites.End(null, now, reason));
    }

    private Instant tick() {
        now = now.plus(Duration.ofMillis(50 + random.nextInt(2_500)));
        return now;
    }

    /** Writes what was collected; what would lie behind {@code present} has not happened yet. */
    void write(Instant present) throws SQLException {
        ways.runs().register(Writer.OURSELVES, processId, registration, Optional.empty());
        append(entries, ways.intake().entries(present)::entry, present);
        append(calls, ways.intake().entries(present)::failure, present);
        append(StandardStream.STDOUT, stdout, present);
        append(StandardStream.STDERR, stderr, present);
        if (end.isPresent() && !now.isAfter(present)) {
            ways.runs().finish(Writer.OURSELVES, processId, end.get(), Optional.empty());
        }
    }

    private void append(List<Map<String, Object>> said, Batch.Item<LogRow> item, Instant present) {
        var past = said.stream()
                .filter(entry -> !((Instant) entry.get("timestamp")).isAfter(present))
                .toList();
        if (past.isEmpty()) {
            return;
        }
        var body = new Body(Utf8.bytes(ways.json().write(past)));
        var rows = Batch.read(body, false, past.size(), item).accepted();
        ways.logs()
                .commit(new LogWrite(
                        Writer.OURSELVES, processId, rows, present, Optional.empty(), seq -> new Answer(201, "{}")));
    }

    private void append(StandardStream stream, StringBuilder text, Instant present) {
        if (!text.isEmpty()) {
            var bytes = Utf8.bytes(text.toString());
            ways.output()
                    .commit(new OutputWrite(
                            Writer.OURSELVES,
                            processId,
                            stream,
                            OptionalLong.empty(),
                            bytes,
                            present,
                            Optional.empty()));
        }
    }
}
