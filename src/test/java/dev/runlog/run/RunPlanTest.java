package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Asked;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each filter and sort of runs reads about what it returns, and one that matches nothing reads no more. */
@QuarkusTest
class RunPlanTest {
    private static final int PAGE = 51;

    /** For each run of a page those of the index, of the run twice, and of its tally. */
    private static final int MOST_PAGES = 20 * PAGE;

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    @Inject
    RunRows reader;

    @BeforeEach
    void make() throws SQLException {
        MillionEntries.make(writes);
    }

    @ParameterizedTest(name = "connector {0}, {1}, {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            - | -                                            | -startedAt  | 51
            - | -                                            | startedAt   | 51
            - | -                                            | -finishedAt | 51
            - | -                                            | finishedAt  | 51
            7 | -                                            | -startedAt  | 51
            7 | status=succeeded                             | -startedAt  | 51
            7 | status=failed                                | -startedAt  | 0
            7 | status=succeeded&version=1.3                 | -startedAt  | 20
            - | status=failed                                | -startedAt  | 51
            - | status=running                               | -startedAt  | 0
            - | status=lost                                  | -startedAt  | 10
            - | site=site-77                                 | -startedAt  | 20
            - | site=nowhere                                 | -startedAt  | 0
            - | version=1.3                                  | -startedAt  | 51
            - | version=9.9                                  | -startedAt  | 0
            - | exitCode=!0                                  | -startedAt  | 51
            - | exitCode=2                                   | -startedAt  | 51
            - | exitCode=99                                  | -startedAt  | 0
            - | processId=00000000-0000-0000-0000-000000000001 | -startedAt | 0
            - | fingerprint=0000000000000005                 | -startedAt  | 20
            - | fingerprint=00000000000000ff                 | -startedAt  | 0
            - | from=2026-11-04T00:00:00Z&to=2026-11-04T01:00:00Z | startedAt | 51
            - | from=2026-11-19T00:00:00Z                    | -startedAt  | 0
            - | minDurationMs=90000                          | -startedAt  | 51
            """)
    void of_two_hundred_thousand(Integer connectorId, String query, String sort, long least) throws SQLException {
        var seen = connectorId == null ? SeenOf.everything() : SeenOf.connectors(connectorId);
        var filter = RunFilter.of(Asked.with(query, NOW), seen, NOW);
        var list = new RunList(reader, filter, sort, NOW, NOW);

        var plan = MillionEntries.plan(queries, list.rows(Optional.empty(), PAGE));

        assertThat(plan.rows()).isGreaterThanOrEqualTo(least);
        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }

    @ParameterizedTest(name = "three connectors, {0}, {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                              | -startedAt  | 51
            -                                              | -finishedAt | 51
            status=failed                                  | -startedAt  | 0
            site=nowhere                                   | -startedAt  | 0
            processId=00000000-0000-0000-0000-000000000001 | -startedAt  | 0
            fingerprint=00000000000000ff                   | -startedAt  | 0
            """)
    void of_a_limited_credential(String query, String sort, long least) throws SQLException {
        var filter = RunFilter.of(Asked.with(query, NOW), SeenOf.connectors(7, 8, 9), NOW);
        var list = new RunList(reader, filter, sort, NOW, NOW);

        var plan = MillionEntries.plan(queries, list.rows(Optional.empty(), PAGE));

        assertThat(plan.rows()).isGreaterThanOrEqualTo(least);
        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }

    @ParameterizedTest
    @CsvSource({"00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-00000000ffff"})
    void one_run_of_a_limited_credential_is_found_at_once(UUID processId) throws SQLException {
        var plan = MillionEntries.plan(queries, Sights.among(SeenOf.connectors(7, 8, 9), Set.of(processId)));

        assertThat(plan.pages()).as(plan.text()).isLessThan(20);
    }

    @ParameterizedTest(name = "before a run of {0}: {1}")
    @CsvSource({"site-77, 1", "site-78, 0", "nowhere, 0"})
    void the_last_success_of_a_site_is_found_at_once(String site, long expected) throws SQLException {
        var plan = MillionEntries.plan(queries, RunStore.successBefore(28, site, NOW, 0));

        assertThat(plan.rows()).isEqualTo(expected);
        assertThat(plan.pages()).as(plan.text()).isLessThan(20);
    }

    @ParameterizedTest(name = "site {0}, version {1}, connector {2}")
    @CsvSource(nullValues = "-", textBlock = """
            site-77, -,      -
            nowhere, -,      -
            -,       1.3,    -
            -,       9.9,    -
            site-77, 1.3,    -
            site-77, 9.9,    -
            nowhere, 1.3,    -
            site-77, -,      28
            site-77, -,      29
            nowhere, -,      28
            -,       1.3,    99
            -,       1.3,    28
            """)
    void whether_runs_are_few_is_told_by_some_of_them(String site, String version, Integer connector)
            throws SQLException {
        var seen = connector == null ? SeenOf.everything() : SeenOf.connectors(connector);

        var plan = MillionEntries.plan(queries, FewRuns.at(seen, Set.of(), setOf(site), setOf(version)));

        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }

    private static Set<String> setOf(String value) {
        return value == null ? Set.of() : Set.of(value);
    }
}
