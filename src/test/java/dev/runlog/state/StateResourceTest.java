package dev.runlog.state;

import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class StateResourceTest {
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String connector = "c-" + mark;

    @BeforeEach
    void four_states_of_one_connector() {
        make("a", "build_connector", "done", "u-1", "1.0", 1);
        make("b", "build_connector", "failed", "u-2", "1.1", 2);
        make("c", "sync_connector_to_dev", "running", "u-1", "1.1", 3);
        make("d", "sync_connector_to_dev", "pending", "u-3", null, 3);
    }

    private void make(String id, String name, String status, String owner, String version, int minute) {
        put("/ingest/v1/states/" + id(id), """
                {"connector": "%s", "name": "%s", "status": "%s", "ownerId": "%s", "version": %s,
                 "createdAt": "2026-11-20T10:%02d:00Z", "detail": "=1+1"}
                """.formatted(
                        connector, name, status, owner, version == null ? "null" : "\"" + version + "\"", minute))
                .statusCode(201);
    }

    private String id(String letter) {
        return letter + "-" + mark;
    }

    private ValidatableResponse list(String query) {
        return given().urlEncodingEnabled(false)
                .get("/api/v1/states?connector=" + connector + query)
                .then();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            ``                                                       | d c b a
            &status=done                                             | a
            &status=done,failed                                      | b a
            &status=done&status=running                              | c a
            &name=build_connector                                    | b a
            &ownerId=u-1                                             | c a
            &version=1.1                                             | c b
            &version=1.1&ownerId=u-1                                 | c
            &from=2026-11-20T10:02:00Z                               | d c b
            &to=2026-11-20T10:02:00Z                                 | a
            &from=2026-11-20T10:02:00Z&to=2026-11-20T10:03:00Z       | b
            &status=never_heard                                      | ``
            &ownerId=nobody                                          | ``
            &version=9&name=nothing                                  | ``
            &from=1m                                                 | ``
            """)
    void states_are_listed_newest_first_and_narrowed_by_every_filter(String query, String letters) {
        var expected = letters.isEmpty()
                ? List.of()
                : List.of(letters.split(" ")).stream().map(this::id).toList();

        list(query).statusCode(200).body("items.stateId", is(expected)).body("nextCursor", nullValue());
    }

    @Test
    void states_can_be_had_by_their_ids() {
        given().get("/api/v1/states?stateId=" + id("a") + "," + id("c") + "&stateId=unknown")
                .then()
                .body("items.stateId", contains(id("c"), id("a")));
    }

    @Test
    void an_unknown_connector_has_no_states() {
        given().get("/api/v1/states?connector=nobody-" + mark)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void lists_leave_the_history_out() {
        list("&limit=1")
                .body("items[0]", not(hasKey("history")))
                .body("items[0]", hasKey("version"))
                .body("items[0].version", nullValue())
                .body("items[0].createdAt", is("2026-11-20T10:03:00.000000Z"));
    }

    @Test
    void a_walk_sees_every_state_once_though_others_are_written() {
        var seen = new ArrayList<String>();
        var page = list("&limit=1");
        for (int i = 0; i < 3; i++) {
            seen.addAll(page.extract().path("items.stateId"));
            make("new" + i, "build_connector", "pending", "u-1", null, 30 + i);
            var next = page.header("Link", containsString("rel=\"next\""))
                    .extract()
                    .header("Link");
            page = given().urlEncodingEnabled(false)
                    .get(next.substring(1, next.indexOf('>')))
                    .then();
        }
        seen.addAll(page.body("nextCursor", nullValue()).extract().path("items.stateId"));

        assertThat(seen).containsExactly(id("d"), id("c"), id("b"), id("a"));
    }

    @Test
    void a_cursor_is_good_only_for_its_own_filters() {
        String cursor = list("&limit=1").extract().path("nextCursor");

        list("&limit=1&status=done&cursor=" + cursor).statusCode(400).body("code", is("invalid-cursor"));
        list("&cursor=" + cursor + "x").statusCode(400).body("code", is("invalid-cursor"));
    }

    @Test
    void states_are_counted_where_asked() {
        list("&count=true&limit=1").body("count.value", is(4)).body("count.relation", is("eq"));
        list("").body("$", not(hasKey("count")));
    }

    @Test
    void states_come_as_lines_of_json_and_as_a_spreadsheet() {
        var lines = list("&format=ndjson")
                .contentType(startsWith("application/x-ndjson"))
                .extract()
                .asString();
        assertThat(lines.lines()).hasSize(4).allMatch(line -> line.startsWith("{\"stateId\":\""));

        var table = list("&format=csv")
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();
        assertThat(table.lines())
                .hasSize(5)
                .startsWith(
                        "stateId,connector,version,name,status,terminal,ownerId,createdAt,updatedAt,finishedAt,detail")
                .element(4)
                .asString()
                .startsWith(
                        id("a") + "," + connector + ",1.0,build_connector,done,true,u-1,2026-11-20T10:01:00.000000Z")
                .endsWith(",'=1+1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            &status=DONE         | invalid-parameter
            &status=a%20b        | invalid-parameter
            &status=             | invalid-parameter
            &ownerId=u-1,,u-2    | invalid-parameter
            &from=tomorrow       | invalid-parameter
            &limit=0             | invalid-parameter
            &limit=1001          | invalid-parameter
            &limit=1&limit=2     | invalid-parameter
            &format=text         | invalid-parameter
            &owner=u-1           | unknown-parameter
            &sort=createdAt      | unknown-parameter
            &cursor=nonsense     | invalid-cursor
            """)
    void a_wrong_parameter_is_refused(String query, String code) {
        list(query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is(code))
                .body("errors", not(hasSize(0)));
    }

    @Test
    void text_is_not_offered() {
        given().accept("text/plain")
                .get("/api/v1/states")
                .then()
                .statusCode(406)
                .body("code", is("not-acceptable"));
    }

    @Test
    void one_state_is_answered_with_its_history_and_a_tag() {
        given().get("/api/v1/states/" + id("a"))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("ETag", startsWith("W/\""))
                .header("Cache-Control", "private, no-cache")
                .body("history.status", contains("done"))
                .body("finishedAt", notNullValue());
    }

    @Test
    void a_caller_that_has_it_already_gets_304_until_it_changes() {
        var address = "/api/v1/states/" + id("c");
        var tag = given().get(address).then().extract().header("ETag");
        for (var known : List.of(tag, tag.substring(2), "*", "\"other\", " + tag, "\"a,b\"," + tag.substring(2))) {
            given().header("If-None-Match", known)
                    .get(address)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(blankOrNullString());
        }
        given().header("If-None-Match", "\"other\"").get(address).then().statusCode(200);
        given().header("If-None-Match", "garbage").get(address).then().statusCode(200);

        put("/ingest/v1/states/" + id("c"), """
                {"connector": "%s", "name": "sync_connector_to_dev", "status": "done", "ownerId": "u-1"}
                """.formatted(connector)).statusCode(200);

        given().header("If-None-Match", tag).get(address).then().statusCode(200).header("ETag", not(is(tag)));
    }

    @Test
    void an_unknown_state_is_a_404_and_an_unknown_parameter_a_400() {
        given().get("/api/v1/states/nothing-" + mark)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("state-not-found"));
        given().get("/api/v1/states/" + id("a") + "?verbose=1")
                .then()
                .statusCode(400)
                .body("code", is("unknown-parameter"));
    }

    @ParameterizedTest
    @CsvSource({"%00", "%20", "a%00b"})
    void an_id_that_cannot_be_one_is_unknown(String odd) {
        given().urlEncodingEnabled(false).get("/api/v1/states/" + odd).then().statusCode(404);
    }
}
