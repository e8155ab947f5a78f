package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.Client.Answer;
import dev.runlog.access.Operations.Operation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To a limited credential what lies outside does not exist, in any answer of any operation. */
@QuarkusTest
@TestProfile(Guarded.class)
class SightWalkTest {
    private static final int ROUNDS = 60;
    private static WorldOf mine;
    private static WorldOf others;
    private static Client ofConnector;
    private static Client ofRun;
    /** Of a connector that nobody has seen yet. */
    private static Client ofNothing;

    @BeforeEach
    void make() {
        if (mine == null) {
            mine = WorldOf.made();
            others = WorldOf.made();
            ofConnector = GivenKey.ofConnectors(mine.connector()).client();
            ofRun = GivenKey.ofRun(mine.run()).client();
            ofNothing = GivenKey.ofConnectors("never-" + mine.mark()).client();
        }
    }

    private static List<Client> limited() {
        return List.of(ofConnector, ofRun, ofNothing);
    }

    static Stream<Operation> readsOfOneThing() {
        return Operations.guarded()
                .filter(operation -> operation.isRead() && operation.path().contains("{"));
    }

    static Stream<Operation> lists() {
        return Operations.guarded()
                .filter(operation -> operation.isList() && !operation.path().startsWith("/admin/"));
    }

    static Stream<Operation> writes() {
        return Operations.guarded()
                .filter(operation -> operation.scope().orElseThrow().equals(Scope.WRITE));
    }

    private static Answer get(Client client, Operation operation, Map<String, String> places) {
        return client.send(operation.method(), operation.at(places), null, null);
    }

    /** With the same words in the place of those that the address has. */
    private static Answer neutral(Answer answer, Map<String, String> places) {
        var body = answer.body();
        for (var place : places.values()) {
            body = body.length() > 0 && place.length() > 8 ? body.replace(place, "…") : body;
        }
        return new Answer(answer.status(), answer.headers(), body);
    }

    @ParameterizedTest
    @MethodSource("readsOfOneThing")
    void one_thing_that_is_not_yours_is_answered_as_one_that_is_not_there(Operation operation) {
        for (var client : limited()) {
            var notYours = get(client, operation, others.places());
            var notThere = get(client, operation, others.nowhere());

            assertThat(notYours.status()).as(operation.toString()).isEqualTo(404);
            assertThat(neutral(notYours, others.places())).isEqualTo(neutral(notThere, others.nowhere()));
        }
        if (!operation.isEndless()) {
            assertThat(get(Client.admin(), operation, others.places()).status()).isIn(200, 404);
            assertThat(get(ofConnector, operation, mine.places()))
                    .isEqualTo(get(Client.admin(), operation, mine.places()));
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_holds_nothing_that_is_not_yours(Operation operation) {
        for (var client : limited()) {
            for (var query : List.of("", "?connector=" + others.connector(), "?processId=" + others.run())) {
                var answer = client.get(operation.path() + query);
                if (!query.isEmpty() && answer.status() == 400) {
                    continue; // not a filter of this list
                }
                assertThat(answer.status())
                        .as(operation + query + answer.body())
                        .isEqualTo(200);
                assertThat(answer.body()).doesNotContain(others.words());
            }
        }
        var all = Client.admin().get(operation.path() + withMost(operation)).body();
        assertThat(Stream.of(mine, others).allMatch(world -> all.contains(world.mark())))
                .as(operation + " shows both to who may see all, or shows no names")
                .isEqualTo(showsNames(operation));
        assertThat(ofConnector
                        .get(operation.path() + withMost(operation))
                        .body()
                        .contains(mine.mark()))
                .isEqualTo(showsNames(operation));
    }

    private static String withMost(Operation operation) {
        return showsNames(operation) ? "?limit=1000" : "";
    }

    private static boolean showsNames(Operation operation) {
        return !operation.path().endsWith("/histogram") && !operation.path().startsWith("/api/v1/stats");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_filter_by_what_is_not_yours_finds_what_one_by_nothing_does(Operation operation) {
        for (var client : limited()) {
            for (var filter : List.of("connector", "processId", "stateId", "fingerprint")) {
                var window = "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&interval=1h&";
                var base = operation.path() + "?" + (showsNames(operation) ? "" : window) + filter + "=";
                var notYours = client.get(base + others.places().get(filter));
                var notThere = client.get(base + others.nowhere().get(filter));
                assertThat(neutral(notYours, others.places())).isEqualTo(neutral(notThere, others.nowhere()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "logs", "failures", "states", "error-groups", "connectors"})
    void a_count_counts_only_what_is_yours(String list) {
        var expected = Map.of("runs", 1, "logs", 3, "failures", 1, "states", 1, "error-groups", 2, "connectors", 1);
        var address = "/api/v1/" + list + "?count=true";

        assertThat(ofConnector.get(address).body()).contains("\"value\":" + expected.get(list) + ",");
        var ofOneRun = List.of("states", "connectors").contains(list) ? 0 : expected.get(list);
        assertThat(ofRun.get(address).body()).contains("\"value\":" + ofOneRun + ",");
        assertThat(ofNothing.get(address).body()).contains("\"value\":0,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/stats/runs", "/api/v1/stats/runs?groupBy=connector", "/api/v1/stats/runs?groupBy=site"})
    void statistics_count_only_runs_that_are_yours(String address) {
        assertThat(sum(ofConnector.get(address).body())).isEqualTo(1);
        assertThat(sum(ofRun.get(address).body())).isEqualTo(1);
        assertThat(sum(ofNothing.get(address).body())).isZero();
        assertThat(sum(Client.admin().get(address).body())).isGreaterThan(1);
        assertThat(ofConnector.get(address).body()).doesNotContain(others.words());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?interval=1h", "?interval=1m&from=1h", "?level=error", "?interval=1h&q=mark"})
    void the_histogram_counts_only_entries_that_are_yours(String query) {
        var asked = query.replace("q=mark", "q=" + mine.mark());
        long expected = query.contains("error") ? 2 : WorldOf.ENTRIES;
        var address = "/api/v1/logs/histogram" + asked;

        assertThat(sum(ofConnector.get(address).body())).isEqualTo(expected);
        assertThat(sum(ofRun.get(address).body())).isEqualTo(expected);
        assertThat(sum(ofNothing.get(address).body())).isZero();
    }

    private static long sum(String body) {
        var totals = java.util.regex.Pattern.compile("\"total\":(\\d+)").matcher(body);
        return totals.results()
                .mapToLong(total -> Long.parseLong(total.group(1)))
                .sum();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void to_write_to_what_is_not_yours_is_403(Operation operation) {
        var body = operation.body().replace("shopify-export", others.connector());
        for (var client : limited()) {
            var answer = client.send(operation.method(), operation.at(others.places()), operation.type(), body);

            assertThat(answer.status()).as(operation + answer.body()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/runs/{processId}", "/api/v1/runs/{processId}/logs", "/api/v1/states/{stateId}"})
    void what_is_not_yours_takes_as_long_as_what_is_not_there(String path) {
        var operation = readsOfOneThing()
                .filter(other -> other.path().equals(path))
                .findFirst()
                .orElseThrow();
        var notYours = new ArrayList<Long>();
        var notThere = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            notYours.add(nanos(operation, others.places()));
            notThere.add(nanos(operation, others.nowhere()));
        }

        var difference = Math.abs(median(notYours) - median(notThere));
        assertThat(difference).isLessThan(Math.max(median(notThere), 3_000_000L));
    }

    private static long nanos(Operation operation, Map<String, String> places) {
        var begin = System.nanoTime();
        get(ofConnector, operation, places);
        return System.nanoTime() - begin;
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
