package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Cursor;
import dev.runlog.run.Connectors;
import dev.runlog.run.Seen;
import dev.runlog.run.SeenOf;
import dev.runlog.testing.Asked;
import dev.runlog.testing.Given;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each filter and sort of entries reads about what it returns, and one that matches nothing reads no more. */
@QuarkusTest
class LogPlanTest {
    private static final int PAGE = 51;

    /** For each entry of a page those of the index, of the table, and of its run. */
    private static final int MOST_PAGES = 20 * PAGE;

    /** The 222 calls of an address, and their runs, of the index and of the table. */
    private static final int PAGES_OF_FEW_CALLS = 222 * 10;

    /** Characters: more than any of these entries has. */
    private static final int LONG = 5_000;

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    @Inject
    LogFilter filters;

    @Inject
    Connectors connectors;

    @BeforeEach
    void make() throws SQLException {
        MillionEntries.make(writes);
        // So the counts say that there is something to look for.
        Given.aRun().says("info", "Feed read").says("emergency", "Disk full");
    }

    /** In each of the ways in which a page is asked for. */
    private void assertReadsAboutAPage(LogList list, Optional<Cursor> after, long least) throws SQLException {
        for (var question :
                List.of(list.rows(after, PAGE), list.shortRows(after, PAGE, LONG), list.firstRows(after, PAGE, LONG))) {
            var plan = MillionEntries.plan(queries, question);

            assertThat(plan.rows()).isGreaterThanOrEqualTo(least);
            assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
        }
    }

    /** Connectors that a credential is limited to cost what connectors do that are asked for. */
    private static Seen seen(String ids) {
        return ids == null
                ? SeenOf.everything()
                : SeenOf.connectors(
                        Arrays.stream(ids.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
    }

    @ParameterizedTest(name = "connectors {0}, {1}, {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -     | -                                          | -timestamp | 51
            -     | -                                          | timestamp  | 51
            7     | -                                          | -timestamp | 51
            7     | -                                          | timestamp  | 51
            7 8 9 | -                                          | -timestamp | 51
            7 8 9 | minLevel=error                             | -timestamp | 51
            7     | minLevel=error                             | -timestamp | 18
            7     | level=error,warning                        | timestamp  | 51
            51    | minLevel=error                             | -timestamp | 0
            51    | level=error,critical                       | timestamp  | 0
            51    | minLevel=warning                           | -timestamp | 51
            7     | minLevel=error&from=2026-11-04T00:00:00Z   | -timestamp | 1
            7     | from=2026-11-04T00:00:00Z&to=2026-11-04T01:00:00Z | timestamp | 51
            -     | minLevel=error                             | -timestamp | 51
            -     | minLevel=emergency                         | -timestamp | 0
            7     | minLevel=emergency                         | -timestamp | 0
            7     | level=emergency,alert                      | timestamp  | 0
            -     | level=success                              | -timestamp | 0
            -     | level=success,report                       | timestamp  | 0
            7     | level=success                              | -timestamp | 0
            -     | level=success,error                        | -timestamp | 51
            -     | source=container-api                       | -timestamp | 51
            -     | fingerprint=0000000000000005               | -timestamp | 1
            -     | fingerprint=00000000000000ff               | -timestamp | 0
            7     | from=2026-11-19T00:00:00Z                  | -timestamp | 0
            999   | -                                          | -timestamp | 0
            999   | minLevel=error                             | timestamp  | 0
            7     | q=product                                  | -timestamp | 51
            """)
    void across_runs(String connectorIds, String query, String sort, long least) throws SQLException {
        var filter =
                filters.acrossRuns(Asked.with(query, NOW), seen(connectorIds)).filter();

        assertReadsAboutAPage(new LogList(connectors, filter, sort), Optional.empty(), least);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -              | seq  | 51
            -              | -seq | 51
            minLevel=error | seq  | 51
            minLevel=error | -seq | 51
            level=warning  | seq  | 51
            minLevel=alert | seq  | 0
            afterSeq=99990 | seq  | 10
            afterSeq=99999999 | seq | 0
            q=product      | seq  | 51
            """)
    void of_a_run_with_a_hundred_thousand_entries(String query, String sort, long least) throws SQLException {
        var filter = LogFilter.ofRun(MillionEntries.LONG_RUN, Asked.with(query, NOW));

        assertReadsAboutAPage(new LogList(connectors, filter, sort), Optional.empty(), least);
    }

    @ParameterizedTest
    @CsvSource({"minLevel=error", "level=error", "minLevel=critical"})
    void errors_of_a_run_that_has_only_warnings(String query) throws SQLException {
        var filter = LogFilter.ofRun(MillionEntries.WARNED_RUN, Asked.with(query, NOW));

        assertReadsAboutAPage(new LogList(connectors, filter, "seq"), Optional.empty(), 0);
    }

    @ParameterizedTest(name = "failures {0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                | 20
            responseCode=4xx | 20
            responseCode=5xx | 0
            method=GET       | 20
            uri=/files/3     | 1
            """)
    void failed_calls_of_a_long_run(String query, long least) throws SQLException {
        var filter = LogFilter.ofCallsOfRun(MillionEntries.LONG_RUN, Asked.with(query, NOW));

        assertReadsAboutAPage(new LogList(connectors, filter, "seq"), Optional.empty(), least);
    }

    @ParameterizedTest(name = "failures across runs {0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                | 51
            responseCode=404 | 51
            responseCode=4xx | 51
            responseCode=4xx,404,502 | 51
            responseCode=5xx | 0
            responseCode=403 | 0
            method=GET       | 51
            method=POST      | 0
            """)
    void failed_calls_across_runs(String query, long least) throws SQLException {
        var filter =
                filters.ofCalls(Asked.with(query, NOW), SeenOf.everything()).filter();

        assertReadsAboutAPage(new LogList(connectors, filter, "-timestamp"), Optional.empty(), least);
    }

    @ParameterizedTest(name = "failures of {0}, {1}")
    @CsvSource(nullValues = "-", textBlock = """
            /files/3,  -,                51
            /nowhere,  -,                0
            /files/3x, -,                0
            /files/3,  responseCode=5xx, 0
            /files/3,  method=GET,       51
            /files/3,  uri=/nowhere,     51
            /nowhere,  uri=/files/3x,    0
            """)
    void failed_calls_of_few_addresses(String uri, String query, long least) throws SQLException {
        var asked = Asked.with((query == null ? "" : query + "&") + "uri=" + uri, NOW);
        var filter = Calls.of(asked).among(SeenOf.everything().ofRuns("e.connector_id", "e.run_id", Set.of()));
        var few = new LogFilter.Selection(FewCalls.narrowed(filter, asked.each("uri")), true, Optional.empty());
        var list = new LogList(connectors, few, "-timestamp");

        var plan = MillionEntries.plan(queries, list.rows(Optional.empty(), PAGE));

        assertThat(plan.rows()).isEqualTo(least);
        assertThat(plan.pages()).as(plan.text()).isLessThan(PAGES_OF_FEW_CALLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/3", "/files/", "/nowhere", "/", "/nowhere /files/", "/files/ /"})
    void whether_calls_are_few_is_told_by_some_of_them(String uri) throws SQLException {
        var plan = MillionEntries.plan(queries, FewCalls.some(SeenOf.everything(), List.of(uri.split(" "))));

        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }

    @ParameterizedTest(name = "calls of connector {0}, {1}")
    @CsvSource(nullValues = "-", textBlock = """
            1,   -,                20
            1,   responseCode=404, 20
            1,   responseCode=5xx, 0
            999, -,                0
            """)
    void failed_calls_of_a_connector(int connectorId, String query, long least) throws SQLException {
        var filter = filters.ofCalls(Asked.with(query, NOW), SeenOf.connectors(connectorId))
                .filter();

        assertReadsAboutAPage(new LogList(connectors, filter, "-timestamp"), Optional.empty(), least);
    }

    @ParameterizedTest(name = "behind a cursor, connectors {0}")
    @CsvSource(
            nullValues = "-",
            value = {"-", "7", "7 8 9"})
    void deep_in_a_walk(String connectorIds) throws SQLException {
        var filter =
                filters.acrossRuns(Asked.with(null, NOW), seen(connectorIds)).filter();
        var cursor = new Cursor(NOW, List.of(Instant.parse("2026-11-04T00:00:00Z"), 5_000L, 1L));

        assertReadsAboutAPage(new LogList(connectors, filter, "-timestamp"), Optional.of(cursor), PAGE);
    }
}
