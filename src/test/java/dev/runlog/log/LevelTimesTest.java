package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.runlog.run.SeenOf;
import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels that no index finds are looked for where the counts say that there are such entries. */
@QuarkusTest
class LevelTimesTest {
    private static final int MOST_PAGES = 100;

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    private static ValidatableResponse logs(GivenRun run, String query) {
        return Api.get("/api/v1/logs?connector=" + run.connector() + "&" + query);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            level=debug                   | debug
            level=notice,debug            | debug
            level=debug&sort=timestamp    | debug
            level=debug&minLevel=7        | debug
            minLevel=critical             | alert
            level=alert                   | alert
            level=alert,notice            | alert
            minLevel=alert&sort=timestamp | emergency
            """)
    void one_is_found_as_soon_as_it_is_there(String query, String level) {
        var run = Given.aRun().says("info", "reading").says("error", "Feed rejected");
        logs(run, query).body("items", empty());

        run.says(level, "page 2");
        logs(run, query).body("items.message", contains("page 2"));
    }

    @Test
    void late_ones_are_found_whenever_they_were_logged() {
        var now = Instant.now();
        var run = Given.aRun()
                .says("debug", "now", now)
                .says("debug", "last week", now.minus(Duration.ofDays(7)))
                .says("debug", "an hour ago", now.minus(Duration.ofHours(1)));

        logs(run, "level=debug").body("items.message", contains("now", "an hour ago", "last week"));
        logs(run, "level=debug&sort=timestamp&limit=1").body("items.message", contains("last week"));
        logs(run, "level=debug&from=" + now.minus(Duration.ofDays(2)))
                .body("items.message", contains("now", "an hour ago"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            level=success              | done
            level=report               | sums
            level=success,report       | sums done
            level=success,info         | sums done plain
            level=SUCCESS,error        | failed done
            level=success&minLevel=error |
            """)
    void labels_are_found_each_once(String query, String messages) {
        var run = Given.aRun()
                .says("info", "plain")
                .says("success", "done")
                .says("report", "sums")
                .says("error", "failed");
        var expected = messages == null ? List.of() : List.of(messages.split(" "));

        assertThat(logs(run, query).extract().<List<String>>path("items.message"))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(String::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 7", "7, 7", "7, 5", "51, 7", "51, 2", "7, 0"})
    void the_counts_are_asked_and_not_the_entries(int connectorId, int level) throws SQLException {
        MillionEntries.make(writes);
        var seen = connectorId == 0 ? SeenOf.everything() : SeenOf.connectors(connectorId);

        var plan = MillionEntries.plan(queries, LevelTimes.question(seen, Set.of(), List.of(level)));

        assertThat(plan.rows()).isEqualTo(1);
        assertThat(plan.pages()).as(plan.text()).isLessThan(MOST_PAGES);
    }
}
