package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Listed;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Entries of some runs by time, whatever the order in which they arrived, are those that the table has, each once and in
 * order.
 */
@QuarkusTest
class LogsOfRunsTest {
    private static final String MARK = Given.mark();
    private static final Instant START = Instant.now().minusSeconds(36_000).truncatedTo(ChronoUnit.SECONDS);
    private static final int BATCH = 500;
    private static final List<String> LEVELS = List.of("error", "warning", "info", "info", "info", "debug");
    private static final List<GivenRun> RUNS = new ArrayList<>();

    @Inject
    AgroalDataSource database;

    /** Milliseconds behind the start at which the entries of a run are logged, in the order in which they arrive. */
    private enum Order {
        IN_ORDER {
            @Override
            LongStream of(int entries, Random random) {
                return LongStream.range(0, entries).map(i -> i * 40);
            }
        },
        SECONDS {
            @Override
            LongStream of(int entries, Random random) {
                return LongStream.range(0, entries).map(i -> i / 90 * 1_000);
            }
        },
        NEARLY {
            @Override
            LongStream of(int entries, Random random) {
                return LongStream.range(0, entries).map(i -> i * 40 + random.nextInt(400));
            }
        },
        WITH_STRAGGLERS {
            @Override
            LongStream of(int entries, Random random) {
                return LongStream.range(0, entries).map(i -> i % 97 == 96 ? i * 20 : i * 40);
            }
        },
        SHUFFLED {
            @Override
            LongStream of(int entries, Random random) {
                return random.longs(entries, 0, entries * 40L);
            }
        },
        BACKWARDS {
            @Override
            LongStream of(int entries, Random random) {
                return LongStream.range(0, entries).map(i -> (entries - i) * 40);
            }
        };

        abstract LongStream of(int entries, Random random);
    }

    @BeforeEach
    void make() {
        if (!RUNS.isEmpty()) {
            return;
        }
        var random = new Random(17);
        for (var order : Order.values()) {
            for (int entries : new int[] {3, 40, 300}) {
                run("a", "1", order, entries, random.nextInt(20_000), random);
            }
        }
        run("b", "1", Order.IN_ORDER, 1_500, 0, random);
        run("b", "2", Order.NEARLY, 1_500, 5_000, random);
        run("b", "2", Order.SHUFFLED, 1_000, 5_000, random);
        run("c", "2", Order.SECONDS, 500, 0, random);
        run("c", "1", Order.SECONDS, 500, 0, random);
    }

    private static void run(String site, String version, Order order, int entries, int delay, Random random) {
        var run = Given.anUnknownRun()
                .at(site + "-" + MARK)
                .in(version + "-" + MARK)
                .registers();
        var times = order.of(entries, random).map(time -> time + delay).toArray();
        for (int first = 0; first < entries; first += BATCH) {
            run.logs(Arrays.stream(times, first, Math.min(entries, first + BATCH))
                    .mapToObj(time -> entry(time, random))
                    .collect(Collectors.joining(",", "[", "]")));
        }
        RUNS.add(run);
    }

    private static String entry(long millis, Random random) {
        return "{\"level\": \"%s\", \"message\": \"%s entry\", \"timestamp\": \"%s\"}"
                .formatted(
                        LEVELS.get(random.nextInt(LEVELS.size())),
                        random.nextInt(50) == 0 ? "odd" : "even",
                        START.plusMillis(millis));
    }

    @ParameterizedTest(name = "{0} {1}, {2} a page")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            site=a           | -                    | 41
            site=a           | minLevel=error       | 50
            site=a           | level=debug          | 20
            site=a           | q=odd                | 3
            site=a           | from=5s&to=15s       | 11
            site=a           | source=container-api | 5
            site=a&version=2 | -                    | 5
            site=b           | -                    | 120
            site=b           | minLevel=error       | 71
            site=b           | q=odd                | 9
            site=b           | from=20s             | 89
            site=b           | to=31s               | 64
            site=b           | from=22s&to=23s      | 40
            site=b           | from=400s            | 10
            site=b&version=2 | -                    | 999
            site=c           | -                    | 67
            site=c           | from=3s&to=4s        | 8
            site=a,c         | -                    | 101
            version=1        | -                    | 251
            version=2        | level=warning        | 40
            """)
    void are_those_of_the_table(String places, String filter, int limit) throws SQLException {
        var address = "/api/v1/logs?" + marked(places) + (filter == null ? "" : "&" + timed(filter));

        assertAreStored(address, where(places) + condition(filter), limit);
    }

    @Test
    void are_those_of_the_table_where_runs_are_named() throws SQLException {
        for (int i = 0; i < RUNS.size(); i += 4) {
            var runs = RUNS.subList(i, Math.min(i + 3, RUNS.size())).stream()
                    .map(run -> run.processId().toString())
                    .toList();

            assertAreStored(
                    "/api/v1/logs?processId=" + String.join(",", runs),
                    runs.stream().collect(Collectors.joining("', '", "r.process_id in ('", "')")),
                    57);
        }
    }

    @Test
    void are_those_of_the_table_where_some_had_arrived_before_their_times_were_kept() throws SQLException {
        forget(RUNS.get(8));

        assertAreStored("/api/v1/logs?" + marked("site=a"), where("site=a"), 97);
    }

    private void forget(GivenRun run) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update run_tally set timed_seq = 0, newest_us = null, oldest_us = null, disorder_us = null
                        where run_id = (select run_id from run_key where process_id = ?)
                        """)) {
            update.setObject(1, run.processId());
            update.executeUpdate();
        }
    }

    @ParameterizedTest
    @CsvSource({"-timestamp", "timestamp"})
    void a_walk_misses_nothing_when_entries_arrive_out_of_order_meanwhile(String sort) {
        var site = Given.mark();
        var run = Given.anUnknownRun().at(site).registers();
        run.logs(IntStream.range(0, 400)
                .mapToObj(i -> "{\"message\": \"%d\", \"timestamp\": \"%s\"}".formatted(i, START.plusSeconds(i)))
                .collect(Collectors.joining(",", "[", "]")));
        var expected = IntStream.range(0, 400).boxed().collect(Collectors.toList());
        if (sort.startsWith("-")) {
            Collections.reverse(expected);
        }
        var walked = new ArrayList<Integer>();
        var address = "/api/v1/logs?limit=30&sort=" + sort + "&site=" + site;
        String cursor = "";
        while (cursor != null) {
            var page = Api.get(address + cursor).statusCode(200).extract().jsonPath();
            page.getList("items.message", String.class).stream()
                    .filter(message -> !message.equals("late"))
                    .forEach(message -> walked.add(Integer.valueOf(message)));
            run.says("info", "late", START.plusSeconds(walked.size() * 7L % 400));
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        }

        assertThat(walked).isEqualTo(expected);
    }

    private void assertAreStored(String address, String condition, int limit) throws SQLException {
        var expected = stored(condition);

        assertThat(named(Listed.pages(address + "&sort=timestamp", limit))).isEqualTo(expected);
        assertThat(named(Listed.ndjson(address + "&sort=timestamp"))).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(named(Listed.pages(address, limit))).isEqualTo(expected);
        assertThat(named(Listed.ndjson(address))).isEqualTo(expected);
        Api.get(address + "&count=true&limit=1").body("count.value", is(Math.min(10_000, expected.size())));
    }

    private static List<String> named(List<JsonNode> entries) {
        return entries.stream()
                .map(entry -> entry.path("processId").asText() + " "
                        + entry.path("seq").asInt())
                .toList();
    }

    private List<String> stored(String condition) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select r.process_id || ' ' || e.seq
                        from run r
                        join log_entry e on e.run_id = r.run_id
                        where\s""" + condition + " order by e.logged_at, e.run_id, e.seq")) {
            var stored = new ArrayList<String>();
            while (row.next()) {
                stored.add(row.getString(1));
            }
            return stored;
        }
    }

    private static String marked(String places) {
        return places.replace(",", "-" + MARK + ",").replace("&", "-" + MARK + "&") + "-" + MARK;
    }

    private static String where(String places) {
        return Arrays.stream(marked(places).split("&"))
                .map(place -> "r." + place.replace("=", " in ('").replace(",", "', '") + "')")
                .collect(Collectors.joining(" and "));
    }

    /** Seconds are counted from the start. */
    private static String timed(String filter) {
        return Arrays.stream(filter.split("&"))
                .map(part -> part.matches("(from|to)=.*") ? part.split("=")[0] + "=" + time(part) : part)
                .collect(Collectors.joining("&"));
    }

    private static Instant time(String part) {
        return START.plusSeconds(Long.parseLong(part.replaceAll("\\D", "")));
    }

    private static String condition(String filter) {
        return filter == null
                ? ""
                : Arrays.stream(filter.split("&"))
                        .map(part -> switch (part.split("=")[0]) {
                            case "from" -> " and e.logged_at >= '" + time(part) + "'";
                            case "to" -> " and e.logged_at < '" + time(part) + "'";
                            case "q" -> " and e.message like '%odd%'";
                            case "source" -> " and e.source = 1";
                            case "minLevel" -> " and e.level <= 3";
                            default -> " and e.level = " + (part.endsWith("debug") ? 7 : 4);
                        })
                        .collect(Collectors.joining());
    }
}
