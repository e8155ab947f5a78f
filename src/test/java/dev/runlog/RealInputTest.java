package dev.runlog;

import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasEntry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.platform.Rfc3339;
import dev.runlog.testing.LogOf;
import dev.runlog.testing.LogOf.Way;
import dev.runlog.testing.RealInput;
import dev.runlog.testing.Said;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The logs of real programs go in as log entries and come out unchanged, however they are sent and read. */
@QuarkusTest
class RealInputTest {
    /** Soon after the server log was written, long after the package log. */
    private static final Instant NOW = Instant.parse("2026-11-23T22:12:00Z");

    private static final int MESSAGE_BOUND = 64 * 1024;
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    @Inject
    TestClock clock;

    private final LogOf log = new LogOf(UUID.randomUUID());

    @BeforeEach
    void register() {
        clock.set(NOW);
        put("/ingest/v1/runs/" + log.run(), """
                {"connector": "postgresql", "site": "real", "version": "18"}
                """).statusCode(201);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_log_comes_back_as_it_was(Way way) {
        var entries = RealInput.serverLog();

        log.send(entries, way);

        assertComesBack(entries, entries.stream().map(Said::timestamp).toList());
        assertThat(log.ndjson())
                .allSatisfy(entry ->
                        assertThat(entry.path("sentTimestamp").isNull()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SINGLY")
    void a_log_of_long_ago_keeps_its_times_beside_that_of_receipt(Way way) {
        var entries = RealInput.packageLog();

        log.send(entries, way);

        assertComesBack(entries, entries.stream().map(entry -> NOW).toList());
        assertThat(log.ndjson())
                .extracting(entry -> time(entry, "sentTimestamp"))
                .isEqualTo(entries.stream().map(Said::timestamp).toList());
    }

    @ParameterizedTest
    @EnumSource
    void stack_traces_come_back_as_they_were(Way way) {
        var entries = RealInput.programs()
                .map(program -> new String(program.written("stderr"), StandardCharsets.UTF_8))
                .filter(trace -> !trace.isBlank())
                .flatMap(trace -> List.of(trace, trace.replaceAll("(?m)^.+$", RED + "$0" + PLAIN)).stream())
                .map(trace -> new Said("error", NOW, trace))
                .toList();
        assertThat(entries)
                .hasSize(20)
                .anySatisfy(
                        entry -> assertThat(entry.message()).contains("\n\tat com.example.Sync.store(Sync.java:8)\n"));

        log.send(entries, way);

        assertComesBack(entries, entries.stream().map(Said::timestamp).toList());
    }

    @Test
    void errors_that_differ_only_in_their_numbers_are_one_kind() {
        log.send(RealInput.serverLog(), Way.AS_ARRAYS);

        var kinds = log.ndjson().stream()
                .filter(entry -> entry.path("level").asInt() <= 3)
                .collect(groupingBy(entry -> entry.path("fingerprint").asText(), counting()));
        assertThat(kinds.keySet()).allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{16}"));
        assertThat(kinds.values()).containsExactlyInAnyOrder(60L, 60L, 60L, 60L, 1L, 1L);
    }

    @Test
    void a_whole_log_as_one_message_is_cut_and_says_so() {
        var whole = new String(RealInput.bytes("logs/postgresql.log"), StandardCharsets.UTF_8);

        log.send(List.of(new Said("info", NOW, whole)), Way.SINGLY);

        assertThat(log.ndjson()).singleElement().satisfies(entry -> {
            assertThat(entry.path("truncated").asBoolean()).isTrue();
            assertThat(whole).startsWith(entry.path("message").asText());
            assertThat(entry.path("message").asText().getBytes(StandardCharsets.UTF_8))
                    .hasSizeBetween(MESSAGE_BOUND - 3, MESSAGE_BOUND);
        });
    }

    private void assertComesBack(List<Said> sent, List<Instant> times) {
        var seqs = IntStream.rangeClosed(1, sent.size()).boxed().toList();
        for (var read : List.of(log.pages(97), log.ndjson())) {
            assertThat(read).extracting(entry -> entry.path("seq").asInt()).isEqualTo(seqs);
            assertThat(read)
                    .extracting(entry -> entry.path("message").asText())
                    .isEqualTo(sent.stream().map(Said::message).toList());
            assertThat(read)
                    .extracting(entry -> entry.path("levelName").asText())
                    .isEqualTo(sent.stream().map(Said::level).toList());
            assertThat(read).extracting(entry -> time(entry, "timestamp")).isEqualTo(times);
        }
        assertThat(log.text())
                .isEqualTo(IntStream.range(0, sent.size())
                        .mapToObj(i -> line(i + 1, times.get(i), sent.get(i)))
                        .toList());
        assertCounts(sent.stream().collect(groupingBy(Said::level, counting())));
    }

    private void assertCounts(Map<String, Long> byLevel) {
        byLevel.forEach((level, count) -> given().get("/api/v1/runs/" + log.run())
                .then()
                .statusCode(200)
                .body("logs.byLevel", hasEntry(level, count.intValue())));
        byLevel.forEach((level, count) -> given().queryParam("level", level)
                .queryParam("count", true)
                .get(log.address())
                .then()
                .statusCode(200)
                .body("count", hasEntry("value", count.intValue())));
    }

    private static Instant time(JsonNode entry, String field) {
        return Instant.parse(entry.path(field).asText());
    }

    /** One line whatever the message holds. */
    private String line(int seq, Instant time, Said said) {
        var message = said.message().replace("\n", "\\n").replace("\u001b", "\\x1b");
        return "%s %-9s postgresql %s#%d %s"
                .formatted(Rfc3339.format(time), said.level().toUpperCase(Locale.ROOT), log.run(), seq, message);
    }
}
