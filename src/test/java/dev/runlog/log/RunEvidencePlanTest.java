package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Statement;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a diagnosis asks about the errors of a run is found by key, however long the run is. */
@QuarkusTest
class RunEvidencePlanTest {
    /** The pages down a key's index, and that of its row. */
    private static final int PAGES_OF_A_KEY = 5;

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    @BeforeEach
    void make() throws SQLException {
        MillionEntries.make(writes);
    }

    private void assertReads(Statement question, long rows, long mostPages) throws SQLException {
        var plan = MillionEntries.plan(queries, question);

        assertThat(plan.rows()).isEqualTo(rows);
        assertThat(plan.pages()).as(plan.text()).isLessThan(mostPages);
    }

    @Test
    void the_groups_of_a_run_cost_what_the_groups_are() throws SQLException {
        assertReads(RunErrors.ofRun(MillionEntries.LONG_RUN), 40, 60);
    }

    @Test
    void groups_that_a_run_may_have_are_looked_up() throws SQLException {
        var asked = LongStream.rangeClosed(-100, 20).boxed().toList();

        assertReads(RunErrors.among(MillionEntries.LONG_RUN, asked), 20, (long) asked.size() * PAGES_OF_A_KEY);
    }

    @Test
    void excerpts_are_looked_up() throws SQLException {
        List<Integer> asked =
                IntStream.rangeClosed(1, 40).mapToObj(i -> i * 2_000).toList();

        assertReads(RunEntries.numbered(MillionEntries.LONG_RUN, asked), 40, (long) asked.size() * PAGES_OF_A_KEY);
    }
}
