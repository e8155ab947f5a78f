package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.Api;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Given;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HistogramTest {
    private static final Instant NOON =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);

    private static Instant noonPlus(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static String window(Instant from, Instant to, String interval) {
        return "&from=" + from + "&to=" + to + "&interval=" + interval;
    }

    private static List<Integer> totals(String filters) {
        return Api.get("/api/v1/logs/histogram?" + filters)
                .statusCode(200)
                .extract()
                .path("buckets.total");
    }

    @Test
    void entries_are_counted_by_interval_and_level_and_empty_intervals_are_there() {
        var run = Given.aRun()
                .says("info", "one", noonPlus(10))
                .says("error", "two", noonPlus(3_700))
                .says("warning", "three", noonPlus(3_710));

        Api.get("/api/v1/logs/histogram?connector=" + run.connector() + window(NOON, noonPlus(3 * 3_600), "1h"))
                .statusCode(200)
                .body("from", is(NOON.toString().replace("Z", ".000000Z")))
                .body("interval", is("1h"))
                .body("buckets.total", is(List.of(1, 2, 0)))
                .body("buckets[0].byLevel.info", is(1))
                .body("buckets[1].byLevel.error", is(1))
                .body("buckets[1].byLevel.warning", is(1))
                .body("buckets[1].byLevel.info", is(0));
    }

    @Test
    void runs_of_a_connector_that_write_at_once_are_all_counted() throws Exception {
        var connector = Given.aConnector();
        var runs = Stream.generate(
                        () -> Given.anUnknownRun().of(connector).registers().says("info", "first", noonPlus(1)))
                .limit(4)
                .toList();

        AtOnce.run(16, thread -> runs.get(thread % 4).says(thread < 4 ? "warning" : "info", "more", noonPlus(2)));

        Api.get("/api/v1/logs/histogram?connector=" + connector + window(NOON, noonPlus(3_600), "1h"))
                .body("buckets.total", is(List.of(20)))
                .body("buckets[0].byLevel.info", is(16))
                .body("buckets[0].byLevel.warning", is(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | 6
            &minLevel=error                 | 3
            &level=info                     | 3
            &level=success                  | 1
            &level=error,info               | 5
            &source=container-api           | 1
            &source=application&level=error | 1
            &q=product                      | 2
            &q=-product                     | 4
            """)
    void each_filter_counts_what_the_list_finds(String filter, int expected) {
        var run = Given.aRun()
                .says("info", "Product 1", noonPlus(1))
                .says("info", "Product 2", noonPlus(61))
                .says("success", "Done", noonPlus(62))
                .says("error", "Broken", noonPlus(63))
                .says("critical", "Worse", noonPlus(64))
                .calls("{\"method\": \"GET\", \"requestUri\": \"/x\", \"responseCode\": 404, \"timestamp\": \"%s\"}"
                        .formatted(noonPlus(65)));
        var asked = "connector=" + run.connector() + (filter == null ? "" : filter);

        assertThat(totals(asked + window(NOON, noonPlus(3_600), "1h"))).containsExactly(expected);
        Api.get("/api/v1/logs?count=true&" + asked + "&from=" + NOON + "&to=" + noonPlus(3_600))
                .body("count.value", is(expected));
    }

    @Test
    void site_version_run_and_fingerprint_narrow_it_too() {
        var run = Given.aRun().says("error", "Broken", noonPlus(1));
        Given.aRun().says("error", "Broken", noonPlus(1));
        var fingerprint = run.get("/logs").extract().<String>path("items[0].fingerprint");
        var hour = window(NOON, noonPlus(3_600), "1h");

        assertThat(totals("site=" + run.site() + hour)).containsExactly(1);
        assertThat(totals("version=" + run.version() + hour)).containsExactly(1);
        assertThat(totals("processId=" + run.processId() + hour)).containsExactly(1);
        assertThat(totals("site=" + run.site() + "&fingerprint=" + fingerprint + hour))
                .containsExactly(1);
    }

    @Test
    void the_window_is_half_open_and_exact_within_a_minute() {
        var run = Given.aRun();
        for (int second = 0; second < 240; second += 20) {
            run.says("info", "at " + second, noonPlus(second));
        }
        var connector = "connector=" + run.connector();

        assertThat(totals(connector + window(noonPlus(40), noonPlus(200), "1m")))
                .containsExactly(1, 3, 3, 1);
        assertThat(totals(connector + window(noonPlus(40), noonPlus(41), "1m"))).containsExactly(1);
        assertThat(totals(connector + window(noonPlus(0), noonPlus(60), "20s"))).containsExactly(1, 1, 1);
    }

    @Test
    void many_entries_of_one_write_are_each_counted_once() {
        var run = Given.aRun().logs(3_000).says("error", "and one");

        assertThat(totals("connector=" + run.connector() + "&from=1h&interval=1d").stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(3_001);
    }

    @Test
    void entries_that_arrive_before_their_run_is_registered_move_to_its_connector() {
        var run = Given.anUnknownRun().says("error", "early", noonPlus(5)).says("info", "early", noonPlus(6));
        var hour = window(NOON, noonPlus(3_600), "1h");
        totals("connector=" + run.connector() + hour);

        run.registers().says("info", "late", noonPlus(7));

        assertThat(totals("connector=" + run.connector() + hour)).containsExactly(3);
        Api.get("/api/v1/error-groups?connector=" + run.connector())
                .body("items.count", is(List.of(1)))
                .body("items.runs", is(List.of(1)))
                .body("items[0].sites", is(List.of(run.site())));
    }

    @Test
    void the_window_is_a_day_up_to_now_unless_it_is_given() {
        var answer = Api.get("/api/v1/logs/histogram").statusCode(200).body("interval", is("1h"));

        answer.body("buckets", hasSize(25));
    }

    @Test
    void a_window_may_be_as_long_as_time_is() {
        var run = Given.aRun().says("info", "here");

        Api.get("/api/v1/logs/histogram?interval=36500d&from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&connector="
                        + run.connector())
                .statusCode(200)
                .body("buckets[0].start", is("0001-01-01T00:00:00.000000Z"))
                .body("buckets.total.sum()", is(1));
    }

    @Test
    void an_unknown_connector_has_nothing() {
        Api.get("/api/v1/logs/histogram?connector=" + Given.aConnector())
                .statusCode(200)
                .body("buckets.total", everyItem(is(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval=1m&from=7d",
                "interval=0s",
                "interval=-1m",
                "interval=soon",
                "interval=PT0.5S",
                "from=1h&to=2h",
                "from=1h&to=2h&interval=5m",
                "interval=PT4294967296M",
                "interval=PT9223372036854775807S",
                "interval=36526d",
                "interval="
            })
    void a_window_that_cannot_be_cut_is_refused(String asked) {
        Api.get("/api/v1/logs/histogram?" + asked).statusCode(400).body("code", is("invalid-parameter"));
    }

    @Test
    void too_many_buckets_say_how_many_there_may_be() {
        Api.get("/api/v1/logs/histogram?interval=1s&from=1h").body("detail", containsString("500"));
        Api.get("/api/v1/logs/histogram?intervall=1h")
                .statusCode(400)
                .body("code", is("unknown-parameter"))
                .body("errors.parameter", hasItem("intervall"));
    }
}
