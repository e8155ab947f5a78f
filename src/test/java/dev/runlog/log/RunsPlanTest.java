package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.CountedRows;
import dev.runlog.page.Cursor;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunSpan;
import dev.runlog.run.RunsOf;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of the entries of some runs by time reads about what it returns, however much the runs hold. */
@QuarkusTest
class RunsPlanTest {
    private static final int PAGE = 50;

    /** For each entry of a page those of the index, of the table, and of its run, and twice as many that show where it is. */
    private static final int MOST_PAGES = 30 * PAGE;

    /** For each run of a site one of the index and its row, and as much of its tally. */
    private static final int PAGES_OF_RUN = 8;

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

    private CountedRows rows;

    @BeforeEach
    void make() throws SQLException {
        MillionEntries.make(writes);
        // So the counts say that there is something to look for.
        Given.aRun().says("info", "Feed read").says("emergency", "Disk full");
        rows = new CountedRows(queries);
    }

    /** Twenty of the four hundred runs of site-0 have entries, one of them a hundred thousand between the others. */
    @ParameterizedTest(name = "{0}, {1}, {2}, behind {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            site-77 | -                         | -timestamp | -                        | 50
            site-77 | -                         | timestamp  | -                        | 50
            site-77 | minLevel=emergency        | -timestamp | -                        | 0
            site-77 | -                         | -timestamp | 2026-11-03T00:00:00Z     | 50
            nowhere | -                         | -timestamp | -                        | 0
            site-0  | -                         | -timestamp | -                        | 50
            site-0  | -                         | timestamp  | -                        | 50
            site-0  | -                         | -timestamp | 2026-11-07T22:41:00Z     | 50
            site-0  | -                         | timestamp  | 2026-11-07T22:41:00Z     | 50
            site-0  | level=info                | -timestamp | 2026-11-07T22:41:00Z     | 50
            site-0  | minLevel=error            | -timestamp | -                        | 50
            site-0  | minLevel=error            | timestamp  | -                        | 50
            site-0  | minLevel=alert            | timestamp  | -                        | 0
            site-0  | source=container-api      | -timestamp | 2026-11-07T22:41:00Z     | 50
            site-0  | from=2026-11-19T00:00:00Z | -timestamp | -                        | 0
            site-0  | to=2026-10-19T00:00:00Z   | -timestamp | -                        | 0
            site-0  | from=2026-11-07T22:41:00Z&to=2026-11-07T22:41:01Z | timestamp | - | 50
            site-0  | from=2026-11-07T22:41:00Z&to=2026-11-07T22:41:00.02Z | -timestamp | - | 20
            """)
    void of_a_site(String site, String query, String sort, Instant behind, int least) throws SQLException {
        var spans = RunsOf.site(rows, site);
        assertThat(rows.pages()).as(rows.plans().toString()).isLessThanOrEqualTo(20 + PAGES_OF_RUN * 400);

        assertReadsAboutAPage(spans, query, sort, behind, least);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, behind {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            10000        | -                         | -timestamp | -                    | 50
            10000        | -                         | timestamp  | -                    | 50
            10000        | -                         | timestamp  | 2026-11-07T22:41:00Z | 50
            900000       | minLevel=error            | -timestamp | -                    | 0
            17 4711 9002 | -                         | -timestamp | -                    | 50
            17           | -                         | timestamp  | -                    | 50
            17 4711 9002 | minLevel=emergency        | -timestamp | -                    | 0
            17           | q=nowhere                 | -timestamp | -                    | 0
            17           | from=2026-11-19T00:00:00Z | -timestamp | -                    | 0
            199999       | -                         | -timestamp | -                    | 0
            """)
    void of_named_runs(String runIds, String query, String sort, Instant behind, int least) throws SQLException {
        var spans = RunsOf.named(
                rows, Arrays.stream(runIds.split(" ")).map(Long::valueOf).toList());

        assertReadsAboutAPage(spans, query, sort, behind, least);
    }

    private void assertReadsAboutAPage(List<RunSpan> spans, String query, String sort, Instant behind, int least) {
        var before = rows.pages();
        var asked = Asked.with(query, NOW);
        var filter = filters.acrossRuns(asked, SeenOf.everything()).filter();
        var runs = SomeRuns.of(spans, Wanted.of(asked, false), asked.time("from"), asked.time("to"));
        var list = new LogList(connectors, new LogFilter.Selection(filter, false, Optional.of(runs)), sort);
        var cursor = Optional.ofNullable(behind).map(time -> new Cursor(NOW, List.of(time, 5_000L, 1L)));

        var near = list.near(rows, cursor, PAGE);
        var page = rows.list(near.shortRows(cursor, PAGE, LONG), row -> row.getInt(2));

        assertThat(page).hasSize(least);
        assertThat(rows.pages() - before).as(rows.plans().toString()).isLessThan(MOST_PAGES);
    }
}
