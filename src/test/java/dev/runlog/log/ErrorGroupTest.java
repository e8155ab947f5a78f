package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ErrorGroupTest {

    private static String groups(GivenRun run, String more) {
        return "/api/v1/error-groups?connector=" + run.connector() + more;
    }

    @Test
    void errors_that_differ_in_numbers_only_are_one_group_over_runs_sites_and_versions() {
        var first = Given.aRun()
                .says("error", "Product 17 of feed \"a\" rejected")
                .says("error", "Product 18 of feed \"b\" rejected");
        var second = Given.anUnknownRun()
                .of(first.connector())
                .registers()
                .says("error", "Product 4711 of feed \"c\" rejected")
                .says("info", "Product 4712 of feed \"c\" rejected");

        Api.get(groups(first, ""))
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].title", is("Product 17 of feed \"a\" rejected"))
                .body("items[0].level", is(3))
                .body("items[0].source", is("application"))
                .body("items[0].count", is(3))
                .body("items[0].runs", is(2))
                .body("items[0].connectors", is(List.of(first.connector())))
                .body("items[0].sites", containsInAnyOrder(first.site(), second.site()))
                .body("items[0].versions", containsInAnyOrder(first.version(), second.version()))
                .body("items[0].sample.processId", is(second.processId().toString()))
                .body("items[0].sample.seq", is(1));
    }

    /** It was counted in the hour of the entry that arrived first, which is not the oldest. */
    @Test
    void a_run_that_is_registered_later_counts_in_the_hours_in_which_it_counted_before() {
        var hour = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        var message = "Boom " + Given.aConnector().replaceAll("\\d", "x");
        var later = Given.anUnknownRun()
                .says("error", message, hour.plusSeconds(300))
                .says("error", message, hour.minusSeconds(300));
        Given.anUnknownRun().says("error", message, hour.minusSeconds(120));
        var fingerprint = later.get("/logs").extract().<String>path("items[0].fingerprint");

        later.registers();

        Api.get("/api/v1/error-groups/" + fingerprint).body("count", is(3)).body("runs", is(2));
        Api.get(groups(later, "&from=" + hour))
                .body("items.count", is(List.of(1)))
                .body("items.runs", is(List.of(1)));
    }

    /** Hours know in how many runs a kind occurred first. */
    @Test
    void entries_in_an_hour_are_of_one_run_at_least() {
        var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var run = Given.aRun().says("error", "Boom", hour.minusSeconds(300)).says("error", "Boom", hour);

        Api.get(groups(run, "&from=" + hour))
                .body("items.count", is(List.of(1)))
                .body("items.runs", is(List.of(1)));
    }

    @Test
    void one_group_is_found_by_its_fingerprint_and_leads_to_runs_and_entries() {
        var run = Given.aRun().says("error", "Only here " + Given.aConnector().replaceAll("\\d", "x"));
        var fingerprint = run.get("/logs").extract().<String>path("items[0].fingerprint");

        Api.get("/api/v1/error-groups/" + fingerprint)
                .statusCode(200)
                .body("fingerprint", is(fingerprint))
                .body("count", is(1));
        Api.get("/api/v1/runs?fingerprint=" + fingerprint)
                .body("items.processId", is(List.of(run.processId().toString())));
        Api.get("/api/v1/logs?fingerprint=" + fingerprint)
                .body("items.processId", is(List.of(run.processId().toString())));
    }

    @Test
    void a_group_that_nobody_has_seen_is_not_there() {
        Api.get("/api/v1/error-groups/0000000000000000").statusCode(404).body("code", is("error-group-not-found"));
        Api.get("/api/v1/error-groups/what").statusCode(404).body("code", is("error-group-not-found"));
        Api.get("/api/v1/error-groups?connector=" + Given.aConnector()).body("items", empty());
    }

    @Test
    void failed_calls_are_groups_by_method_path_and_code() {
        var run = Given.aRun()
                .calls("GET", "/groups-of/1?page=1", 404)
                .calls("GET", "/groups-of/2?page=7", 404)
                .calls("GET", "/groups-of/2", 500)
                .says("error", "Feed rejected");

        Api.get(groups(run, "&source=container-api&sort=-count"))
                .body("items.count", is(List.of(2, 1)))
                .body("items[0].title", is("GET /groups-of/1?page=1 answered 404"));
        Api.get(groups(run, "&source=application")).body("items.title", is(List.of("Feed rejected")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            &minLevel=critical     | Disk gone
            &level=error           | Feed rejected
            &q=disk                | Disk gone
            &q=-disk               | Feed rejected
            """)
    void groups_are_filtered_by_what_they_are(String filter, String title) {
        var run = Given.aRun().says("critical", "Disk gone").says("error", "Feed rejected");

        Api.get(groups(run, filter)).body("items.title", is(List.of(title)));
    }

    @Test
    void groups_are_filtered_by_where_they_were_seen() {
        var run = Given.aRun().says("error", "Feed rejected");
        var other = Given.anUnknownRun().of(run.connector()).registers().says("error", "Feed rejected");

        for (var filter : List.of("&site=" + run.site(), "&version=" + other.version())) {
            Api.get(groups(run, filter)).body("items.count", is(List.of(1))).body("items.runs", is(List.of(1)));
        }
        Api.get(groups(run, "&site=nowhere")).body("items", empty());
    }

    @Test
    void groups_of_some_runs_tell_of_these_alone() {
        var run = Given.aRun().says("error", "Feed rejected");
        var newer = Given.anUnknownRun().of(run.connector()).registers().says("error", "Feed rejected");

        for (var filter :
                List.of("&site=" + run.site(), "&version=" + run.version(), "&processId=" + run.processId())) {
            Api.get(groups(run, filter))
                    .body("items.count", is(List.of(1)))
                    .body("items[0].sites", is(List.of(run.site())))
                    .body("items[0].versions", is(List.of(run.version())))
                    .body("items[0].sample.processId", is(run.processId().toString()));
        }
        Api.get("/api/v1/error-groups?processId=" + run.processId() + "," + newer.processId())
                .body("items.runs", is(List.of(2)));
        Api.get("/api/v1/error-groups?processId=" + UUID.randomUUID()).body("items", empty());
        Api.get("/api/v1/error-groups?processId=17").statusCode(400);
    }

    @Test
    void a_window_within_an_hour_leaves_out_what_lies_beside_it() {
        var hour = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        var run = Given.aRun()
                .says("error", "Feed rejected", hour.plusSeconds(600))
                .says("error", "Tape gone", hour.plusSeconds(3_000));

        Api.get(groups(run, "&from=" + hour.plusSeconds(1_800))).body("items.title", is(List.of("Tape gone")));
        Api.get(groups(run, "&to=" + hour.plusSeconds(1_800))).body("items.title", is(List.of("Feed rejected")));
    }

    @Test
    void the_window_is_a_week_unless_it_is_given() {
        var longAgo = Instant.now().minus(9, ChronoUnit.DAYS);
        var run = Given.aRun().says("error", "Old trouble", longAgo).says("error", "New trouble at hand");

        Api.get(groups(run, "")).body("items.title", is(List.of("New trouble at hand")));
        Api.get(groups(run, "&from=20d")).body("items.title", is(List.of("New trouble at hand", "Old trouble")));
        Api.get(groups(run, "&from=20d&to=8d")).body("items.title", is(List.of("Old trouble")));
    }

    @Test
    void groups_are_walked_by_either_sort() {
        var run = Given.aRun();
        for (var word : List.of("red", "green", "blue", "white", "black")) {
            run.says("error", "The " + word + " one failed");
        }
        run.says("error", "The green one failed");

        for (var sort : List.of("-lastSeen", "-count")) {
            assertThat(Api.<String>walk(groups(run, "&limit=2&sort=" + sort), "title"))
                    .hasSize(5)
                    .doesNotHaveDuplicates()
                    .startsWith("The green one failed");
        }
        Api.get(groups(run, "&count=true")).body("count.value", is(5));
    }

    @Test
    void a_title_is_the_first_line_that_can_be_read() {
        var run = Given.aRun().says("error", "\n\u001b[31m\u001b[0m\n  Feed\u001b[1m rejected\u001b[0m\nat line 5");

        Api.get(groups(run, "")).body("items.title", is(List.of("Feed rejected")));
    }

    @Test
    void a_window_may_end_as_late_as_a_time_can_be() {
        var run = Given.aRun().says("error", "Feed rejected");

        Api.get(groups(run, "&from=30d&to=9999-12-31T23:59:59Z")).body("items.count", is(List.of(1)));
    }

    @Test
    void a_run_that_says_it_again_counts_once_as_a_run() {
        var run = Given.aRun().says("error", "Feed rejected");
        Api.get(groups(run, ""));
        run.says("error", "Feed rejected").says("critical", "Feed rejected");

        Api.get(groups(run, ""))
                .body("items[0].count", is(3))
                .body("items[0].runs", is(1))
                .body("items[0].sample.seq", is(1))
                .body("items[0].lastSeen", not(run.get("/logs").extract().<String>path("items[0].timestamp")));
    }
}
