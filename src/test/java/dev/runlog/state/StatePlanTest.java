package dev.runlog.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Statement;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a connector's states around a run, and for its timeline, reads about what it returns. */
@QuarkusTest
class StatePlanTest {
    private static final int PAGE = 51;

    /** For each change of a page that of the index, that of the table, and its state. */
    private static final int MOST_PAGES = 20 * PAGE;

    private static final Instant END = Instant.parse("2026-12-20T00:00:00Z");

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    @BeforeEach
    void make() throws SQLException {
        MillionEntries.make(writes);
    }

    private void assertReadsAboutAPage(Statement question, long expected) throws SQLException {
        var plan = MillionEntries.plan(queries, question);

        assertThat(plan.rows()).isEqualTo(expected);
        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }

    @ParameterizedTest(name = "connector {0} from {1}: {2}")
    @CsvSource({
        "7, 2026-10-01T00:00:00Z, 51",
        "7, 2026-11-06T12:00:00Z, 51",
        "7, 2026-12-01T00:00:00Z, 0",
        "99, 2026-10-01T00:00:00Z, 0"
    })
    void changes_in_order(int connectorId, Instant from, long expected) throws SQLException {
        var after = StateMoment.Key.before(from);

        assertReadsAboutAPage(StateChanges.inOrder(connectorId, END, after, PAGE), expected);
    }

    @ParameterizedTest(name = "connector {0} to {1}: {2}")
    @CsvSource({"7, 2026-11-06T12:00:00Z, 500", "7, 2026-10-01T00:00:00Z, 0", "99, 2026-11-06T12:00:00Z, 0"})
    void latest_changes(int connectorId, Instant to, long expected) throws SQLException {
        assertReadsAboutAPage(StateChanges.latest(connectorId, Instant.EPOCH, to), expected);
    }

    @ParameterizedTest(name = "connector {0} from {1}: {2}")
    @CsvSource({"7, 2026-10-01T00:00:00Z, 51", "7, 2026-11-06T12:00:00Z, 51", "99, 2026-10-01T00:00:00Z, 0"})
    void states_made_since(int connectorId, Instant from, long expected) throws SQLException {
        assertReadsAboutAPage(StateStore.madeSince(connectorId, null, from, PAGE), expected);
    }

    @ParameterizedTest(name = "connector {0} until {1}: {2}")
    @CsvSource({"7, 2026-12-01T00:00:00Z, 51", "7, 2026-10-01T00:00:00Z, 0", "99, 2026-12-01T00:00:00Z, 0"})
    void states_made_until(int connectorId, Instant until, long expected) throws SQLException {
        assertReadsAboutAPage(StateStore.madeUntil(connectorId, null, until, PAGE), expected);
    }
}
