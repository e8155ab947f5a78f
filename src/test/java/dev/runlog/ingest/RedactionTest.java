package dev.runlog.ingest;

import static dev.runlog.testing.Sending.lines;
import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.runlog.platform.StartupFailure;
import dev.runlog.testing.Api;
import dev.runlog.testing.Sending;
import dev.runlog.testing.Stored;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RedactionTest {
    @Inject
    Stored stored;

    @Inject
    MeterRegistry meters;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run;

    private double counted(SecretKind kind) {
        return meters.get("runlog.redactions")
                .tag("kind", kind.label())
                .counter()
                .count();
    }

    @Test
    void a_message_and_a_context_are_stored_without_credentials() {
        var before = counted(SecretKind.NAMED);

        post(address + "/logs", """
                {"message": "Login with password=hunter2 at https://u:p@shop.example/", "context": {
                 "Authorization": "Bearer abc", "nested": [{"Api-Key": 17, "sku": "A-1"}], "token": {"value": ["x"]},
                 "password": null, "secret": "", "cookie": true, "note": "used ghp_0123456789abcdefghijABCDEFGHIJ012345"}}
                """).statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.message()).isEqualTo("Login with password=*** at https://***@shop.example/");
        Api.get("/api/v1/runs/" + run + "/logs")
                .body("items[0].context.Authorization", is("***"))
                .body("items[0].context.nested[0].'Api-Key'", is("***"))
                .body("items[0].context.nested[0].sku", is("A-1"))
                .body("items[0].context.token", is("***"))
                .body("items[0].context.password", is((Object) null))
                .body("items[0].context.secret", is(""))
                .body("items[0].context.cookie", is(true))
                .body("items[0].context.note", is("used ***"));
        assertThat(counted(SecretKind.NAMED)).isEqualTo(before + 4);
    }

    @Test
    void names_beside_their_values_and_options_before_theirs_are_known_in_contexts() {
        var before = counted(SecretKind.NAMED);

        post(address + "/logs", """
                {"message": "x", "context": {
                 "headers": [{"name": "Authorization", "value": "abc"}, {"value": {"a": ["b"]}, "comment": "", "name": "Cookie"},
                             {"name": "Accept", "value": "a/b"}, {"value": null, "name": "token"}, {"value": "c", "name": "n"}],
                 "pair": {"value": "x", "inner": {"value": 7, "key": "x-api-key"}, "name": "secret", "more": 1},
                 "args": ["run", "--password", "abc", "--token", "--fast", "--secret", 1, "x", "--token", -1.5, true]}}
                """).statusCode(201);

        assertThat(Api.get("/api/v1/runs/" + run + "/logs?format=ndjson")
                        .extract()
                        .asString())
                .contains("{\"name\":\"Authorization\",\"value\":\"***\"}")
                .contains("{\"value\":\"***\",\"comment\":\"\",\"name\":\"Cookie\"}")
                .contains("{\"name\":\"Accept\",\"value\":\"a/b\"}")
                .contains("{\"value\":null,\"name\":\"token\"}")
                .contains("{\"value\":\"c\",\"name\":\"n\"}")
                .contains("\"inner\":{\"value\":\"***\",\"key\":\"x-api-key\"}")
                .contains(
                        "\"args\":[\"run\",\"--password\",\"***\",\"--token\",\"--fast\",\"--secret\",\"***\",\"x\",\"--token\",\"***\",true]");
        Api.get("/api/v1/runs/" + run + "/logs")
                .body("items[0].context.pair.value", is("***"))
                .body("items[0].context.pair.more", is(1));
        assertThat(counted(SecretKind.NAMED)).isEqualTo(before + 7);
    }

    @Test
    void headers_and_options_in_texts_are_known_too() {
        post(address + "/failures", """
                {"method": "GET", "requestUri": "/a", "responseCode": 500, "message": "curl --password hunter2 /a",
                 "responseBody": "{\\"headers\\":[{\\"name\\":\\"Authorization\\",\\"value\\":\\"abc\\"}]}"}
                """).statusCode(201);

        assertThat(stored.entry(run).message()).isEqualTo("curl --password *** /a");
        assertThat(stored.entry(run).responseBody())
                .isEqualTo("{\"headers\":[{\"name\":\"Authorization\",\"value\":\"***\"}]}");
    }

    @Test
    void a_failed_call_is_stored_without_credentials() {
        var body = "{\\\"access_token\\\":\\\"abc\\\",\\\"n\\\":1}";
        post(address + "/failures", """
                {"method": "GET", "requestUri": "https://u:p@shop.example/a?sku=1&api_key=abc", "responseCode": 401,
                 "responseBody": "%s"}
                """.formatted(body)).statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.requestUri()).isEqualTo("https://***@shop.example/a?sku=1&api_key=***");
        assertThat(entry.message()).isEqualTo("GET https://***@shop.example/a?sku=1&api_key=*** answered 401");
        assertThat(entry.responseBody()).isEqualTo("{\"access_token\":\"***\",\"n\":1}");
        assertThat(entry.responseBodyBytes()).isEqualTo("{\"access_token\":\"abc\",\"n\":1}".length());
    }

    @Test
    void lines_and_the_route_of_the_sdks_are_redacted_too() {
        lines("{\"message\": \"token=abc\"}\n{\"message\": \"plain\"}\n")
                .post(address + "/logs")
                .then()
                .statusCode(201);
        post("/container-api/" + run + "/logs/info", "{\"message\": \"token=abc\"}")
                .statusCode(201);

        assertThat(stored.entries(run))
                .extracting(Stored.Entry::message)
                .containsExactly("token=***", "plain", "token=***");
    }

    @Test
    void errors_that_differ_in_their_credential_are_of_one_group() {
        post(address + "/logs", """
                [{"level": 3, "message": "Refused password=abc"}, {"level": 3, "message": "Refused password=xyz-abc"}]
                """).statusCode(201);

        assertThat(stored.entries(run)).extracting(Stored.Entry::fingerprint).doesNotContainNull();
        assertThat(stored.entries(run).stream().map(Stored.Entry::fingerprint).distinct())
                .hasSize(1);
    }

    @Test
    void a_reason_and_a_detail_are_redacted() {
        put(address, "{\"connector\": \"c\", \"site\": \"1\", \"version\": \"1\"}")
                .statusCode(201);
        post(address + "/finish", "{\"exitCode\": null, \"reason\": \"pulled with password=abc\"}")
                .statusCode(200)
                .body("reason", is("pulled with password=***"));
        put("/ingest/v1/states/" + run, """
                {"connector": "c", "name": "sync", "status": "done", "ownerId": "u", "detail": "token=abc"}
                """).statusCode(201).body("detail", is("token=***"));
    }

    @Test
    void a_key_is_bound_to_the_body_as_it_was_received() {
        Sending.json("{\"message\": \"token=abc\"}")
                .header("Idempotency-Key", "k")
                .post(address + "/logs")
                .then()
                .statusCode(201);

        Sending.json("{\"message\": \"token=abc\"}")
                .header("Idempotency-Key", "k")
                .post(address + "/logs")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true");
        Sending.json("{\"message\": \"token=xyz\"}")
                .header("Idempotency-Key", "k")
                .post(address + "/logs")
                .then()
                .statusCode(422);
    }

    @Test
    void output_is_kept_byte_for_byte() {
        Sending.bytes("text/plain", "password=abc".getBytes())
                .post(address + "/output/stdout")
                .then()
                .statusCode(200);

        assertThat(Api.get("/api/v1/runs/" + run + "/output/stdout").extract().asString())
                .isEqualTo("password=abc");
    }

    private record Settings(boolean enabled, Optional<Set<String>> names, Optional<List<String>> patterns)
            implements RedactionConfig {}

    private static Redaction with(boolean enabled, List<String> patterns) {
        var settings = new Settings(enabled, Optional.of(Set.of("Pin-Code")), Optional.of(patterns));
        return new Redaction(settings, new SimpleMeterRegistry());
    }

    @ParameterizedTest
    @CsvSource({
        "customer 4711-22 of shop,customer *** of shop",
        "4711-22 4711-23,*** ***",
        "pin_code=1,pin_code=***",
        "a,a"
    })
    void patterns_and_names_of_the_operator_are_replaced(String text, String redacted) {
        var redaction = with(true, List.of("\\b4711-\\d+"));

        assertThat(redaction.text(text)).isEqualTo(redacted);
        assertThat(redaction.text(redacted)).isEqualTo(redacted);
    }

    @Test
    void a_pattern_that_would_run_away_elsewhere_does_not() {
        var redaction = with(true, List.of("(a+)+b"));

        assertThat(redaction.text("a".repeat(10_000))).hasSize(10_000);
    }

    @Test
    void what_is_switched_off_replaces_nothing() {
        assertThat(with(false, List.of("x+")).text("xx password=abc")).isEqualTo("xx password=abc");
        assertThat(with(false, List.of()).isSecret("password")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a*", "(?=a)"})
    void a_pattern_that_cannot_be_used_stops_the_start(String pattern) {
        assertThatThrownBy(() -> with(true, List.of(pattern)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("runlog.redaction.patterns: \"" + pattern + "\" ");
    }
}
