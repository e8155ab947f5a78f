package dev.runlog.ingest;

import static dev.runlog.testing.Sending.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;

import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EntryTimeTest {
    private static final Instant SENT = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run + "/logs";

    private Stored.Entry sent(Object timestamp) {
        post(address, "{\"message\": \"x\", \"timestamp\": " + timestamp + "}").statusCode(201);
        return stored.entry(run);
    }

    @Test
    void a_time_has_any_offset_and_up_to_nine_digits() {
        var local = SENT.atOffset(ZoneOffset.ofHoursMinutes(-3, -30)).toLocalDateTime();

        var entry = sent("\"" + local.toString().replaceFirst("(T\\d\\d:\\d\\d)$", "$1:00") + ".123456789-03:30\"");

        assertThat(entry.loggedAt()).isEqualTo(SENT.plusNanos(123_456_000));
        assertThat(entry.sentAt()).isNull();
    }

    @Test
    void a_time_may_be_a_count_of_seconds() {
        assertThat(sent(SENT.getEpochSecond()).loggedAt()).isEqualTo(SENT);
    }

    @Test
    void a_time_may_be_a_count_of_seconds_with_a_fraction() {
        assertThat(sent(SENT.getEpochSecond() + ".25").loggedAt()).isEqualTo(SENT.plusMillis(250));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 9})
    void a_time_may_be_a_count_of_milliseconds_microseconds_or_nanoseconds(int digits) {
        var count = BigDecimal.valueOf(SENT.getEpochSecond()).movePointRight(digits);

        assertThat(sent(count.toPlainString()).loggedAt()).isEqualTo(SENT);
    }

    @Test
    void without_a_time_that_of_receipt_counts() {
        post(address, "{\"message\": \"x\"}").statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.loggedAt())
                .isEqualTo(entry.receivedAt())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(entry.sentAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT11M", "P36500D", "-P31D", "-P18250D"})
    void a_time_that_cannot_be_believed_is_kept_beside_that_of_receipt(Duration away) {
        var claimed = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(away);

        var entry = sent("\"" + claimed + "\"");

        assertThat(entry.sentAt()).isEqualTo(claimed);
        assertThat(entry.loggedAt()).isEqualTo(entry.receivedAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1582-10-04T23:59:59.999999Z",
                "9999-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void the_first_and_the_last_of_times_are_kept_as_well(Instant claimed) {
        var entry = sent("\"" + claimed + "\"");

        assertThat(entry.sentAt()).isEqualTo(claimed);
        assertThat(entry.loggedAt()).isEqualTo(entry.receivedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9M", "-P29D"})
    void a_time_within_the_bounds_is_believed(Duration away) {
        var claimed = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(away);

        assertThat(sent("\"" + claimed + "\"").loggedAt()).isEqualTo(claimed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"now\"",
                "\"2026-11-23\"",
                "\"2026-11-23T12:00:00\"",
                "\"2026-02-30T12:00:00Z\"",
                "\"2026-11-23T25:00:00Z\"",
                "\"2026-11-23T12:00:00.1234567891Z\"",
                "\"1795435200\"",
                "-1",
                "1e300",
                "true",
                "[]",
                "{}",
                "99999999999999999999999"
            })
    void what_is_no_time_is_refused(String timestamp) {
        post(address, "{\"message\": \"x\", \"timestamp\": " + timestamp + "}")
                .statusCode(400)
                .body("errors.pointer", contains("/timestamp"));
    }
}
