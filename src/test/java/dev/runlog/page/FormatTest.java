package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Sending;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FormatTest {
    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                        | -      | application/json
            */*                                      | -      | application/json
            application/json                         | -      | application/json
            application/*                            | -      | application/json
            text/html, */*;q=0.8                     | -      | application/json
            application/x-ndjson                     | -      | application/x-ndjson
            application/x-ndjson, application/json;q=0.5 | -  | application/x-ndjson
            application/json;q=0.5, text/csv         | -      | text/csv
            text/plain                               | -      | text/plain
            text/plain;charset=utf-8                 | -      | text/plain
            text/*;q=0.1, application/x-ndjson;q=0.2 | -      | application/x-ndjson
            application/json;q=0, */*                | -      | application/x-ndjson
            application/json;q=0.0, text/csv         | -      | text/csv
            application/json                         | ndjson | application/x-ndjson
            application/x-ndjson                     | json   | application/json
            */*                                      | text   | text/plain
            -                                        | csv    | text/csv
            """)
    void the_form_is_what_format_or_else_accept_asks_for(String accept, String format, String type) {
        var run = Given.aRun().says("info", "one");
        var address = run.address() + "/logs" + (format == null ? "" : "?format=" + format);

        var answer = accept == null ? Api.get(address) : Api.get(address, accept);

        answer.statusCode(200).contentType(startsWith(type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logs         | text/html
            logs         | application/xml, image/png
            logs         | application/json;q=0
            logs         | application/json;q=0.000, text/html
            runs         | text/plain
            connectors   | text/csv
            connectors   | text/plain
            """)
    void what_is_not_offered_is_a_406_that_says_what_is(String list, String accept) {
        Api.get("/api/v1/" + list, accept)
                .statusCode(406)
                .contentType("application/problem+json")
                .body("code", is("not-acceptable"));
    }

    @Test
    void a_form_that_the_list_does_not_have_is_refused_with_those_it_has() {
        Api.get("/api/v1/runs?format=text").statusCode(400).body("detail", containsString("json, ndjson, csv"));
        Api.get("/api/v1/connectors?format=csv").statusCode(400).body("detail", containsString("json, ndjson"));
        Api.get("/api/v1/logs?format=JSON").statusCode(400).body("errors[0].parameter", is("format"));
    }

    @Test
    void lines_of_json_are_all_that_match_one_a_line() throws IOException {
        var run = Given.aRun().logs(120).logs("""
                {"message": "two\\nlines", "context": {
                    "pretty":
                        "printed"
                }}
                """);

        var lines = run.get("/logs?format=ndjson")
                .statusCode(200)
                .header("Link", nullValue())
                .extract()
                .asString();

        assertThat(lines).endsWith("}\n");
        var items = lines.lines().toList();
        assertThat(items).hasSize(121);
        for (int i = 0; i < items.size(); i++) {
            assertThat(json.readTree(items.get(i)).path("seq").asInt()).isEqualTo(i + 1);
        }
        assertThat(json.readTree(items.get(120)))
                .isEqualTo(json.readTree(run.get("/logs?afterSeq=120").extract().asString())
                        .at("/items/0"));
    }

    @Test
    void a_limit_makes_pages_of_lines_too() {
        var run = Given.aRun().logs(5);

        var page = run.get("/logs?format=ndjson&limit=2").extract();
        var next = Api.get(Api.next(page.header("Link"))).extract();

        assertThat(page.asString().lines()).hasSize(2);
        assertThat(next.asString().lines()).hasSize(2).first().asString().contains("\"seq\":3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "text", "csv"})
    void a_stream_of_thousands_is_complete_and_in_order(String format) {
        var run = Given.aRun().logs(7_000);

        for (var address : List.of(
                run.address() + "/logs?format=" + format,
                "/api/v1/logs?sort=timestamp&connector=" + run.connector() + "&format=" + format)) {
            var lines = Api.get(address)
                    .statusCode(200)
                    .extract()
                    .asString()
                    .lines()
                    .toList();
            var entries = format.equals("csv") ? lines.subList(1, lines.size()) : lines;

            assertThat(entries).hasSize(7_000);
            IntStream.of(0, 499, 500, 999, 6_999)
                    .forEach(i -> assertThat(entries.get(i)).containsPattern("line " + (i + 1) + "\\b"));
        }
    }

    @Test
    void an_empty_stream_is_empty() {
        var run = Given.aRun();

        assertThat(run.get("/logs?format=ndjson").statusCode(200).extract().asString())
                .isEmpty();
        assertThat(run.get("/logs?format=text").statusCode(200).extract().asString())
                .isEmpty();
        assertThat(run.get("/logs?format=csv").statusCode(200).extract().asString())
                .startsWith("processId,seq,timestamp,")
                .endsWith("\r\n")
                .hasLineCount(1);
    }

    @Test
    void text_is_one_line_an_entry_safe_for_a_terminal() {
        var run = Given.aRun()
                .says("error", "two\nlines\r and \u001b[31mred\u001b[0m\ttab")
                .logs("{\"message\": \"with context\", \"context\": {\"a\": \"b\\nc\"}}")
                .calls("GET", "/files/1", 404);

        var lines = run.get("/logs?format=text").extract().asString().lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ERROR .*")
                .contains(run.connector(), run.processId() + "#1")
                .endsWith("two\\nlines\\r and \\x1b[31mred\\x1b[0m\ttab");
        assertThat(lines.get(1)).contains("INFO").endsWith("with context {\"a\":\"b\\nc\"}");
        assertThat(lines.get(2)).contains("GET /files/1", "404");
    }

    @Test
    void csv_is_rfc_4180_with_a_header() throws IOException {
        var run = Given.aRun().says("error", "a \"quoted\", two\nlines ü");

        var csv = run.get("/logs?format=csv")
                .contentType(is("text/csv;charset=UTF-8"))
                .extract()
                .asString();

        assertThat(csv).contains("\"a \"\"quoted\"\", two\nlines ü\"").endsWith("\r\n");
        var rows = rows(csv);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("processId")).isEqualTo(run.processId().toString());
        assertThat(rows.get(0).get("seq")).isEqualTo("1");
        assertThat(rows.get(0).get("level")).isEqualTo("3");
        assertThat(rows.get(0).get("message")).isEqualTo("a \"quoted\", two\nlines ü");
        assertThat(rows.get(0).get("timestamp")).matches("[\\d-]+T[\\d:]+\\.\\d{6}Z");
        assertThat(rows.get(0).get("context")).isEmpty();
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = format.parse(new StringReader(csv))) {
            return parser.getRecords();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=HYPERLINK(\"http://x\",\"y\")"})
    void a_cell_that_a_spreadsheet_would_run_is_neutralised(String message) throws IOException {
        var run = Given.anUnknownRun()
                .at("=site")
                .registers()
                .says("info", message)
                .ends(1);

        var entry = rows(run.get("/logs?format=csv").extract().asString()).get(0);
        var row = rows(Api.get("/api/v1/runs?format=csv&processId=" + run.processId())
                        .extract()
                        .asString())
                .get(0);

        assertThat(entry.get("message")).isEqualTo("'" + message);
        assertThat(entry.get("site")).isEqualTo("'=site");
        assertThat(row.get("site")).isEqualTo("'=site");
        assertThat(row.get("exitCode")).isEqualTo("1");
    }

    @Test
    void harmless_cells_stay_as_they_are() throws IOException {
        var run = Given.aRun().says("info", "1+1=2 @home");

        assertThat(rows(run.get("/logs?format=csv").extract().asString()).get(0).get("message"))
                .isEqualTo("1+1=2 @home");
    }

    @Test
    void runs_come_as_lines_and_as_a_spreadsheet() throws IOException {
        var connector = Given.aConnector();
        for (int i = 0; i < 60; i++) {
            Given.anUnknownRun()
                    .of(connector)
                    .startedAt(Given.minute(i))
                    .registers()
                    .ends(i % 2, Given.minute(i + 1));
        }

        var lines = Api.get("/api/v1/runs?connector=" + connector, "application/x-ndjson")
                .extract()
                .asString();
        var table = rows(Api.get("/api/v1/runs?connector=" + connector, "text/csv")
                .extract()
                .asString());

        assertThat(lines.lines()).hasSize(60);
        assertThat(json.readTree(lines.lines().findFirst().orElseThrow())
                        .path("startedAt")
                        .asText())
                .isEqualTo("2026-10-01T10:59:00.000000Z");
        assertThat(table).hasSize(60);
        assertThat(table.get(0).toMap())
                .containsEntry("startedAt", "2026-10-01T10:59:00.000000Z")
                .containsEntry("status", "failed")
                .containsEntry("durationMs", "60000");
    }

    @Test
    void connectors_come_as_lines() {
        var run = Given.aRun();

        assertThat(Api.get("/api/v1/connectors?format=ndjson")
                        .extract()
                        .asString()
                        .lines())
                .anyMatch(line -> line.startsWith("{\"connector\":\"" + run.connector() + "\""));
    }

    @Test
    void lists_of_a_kibibyte_are_zipped_and_smaller_pages_are_not() throws Exception {
        var run = Given.aRun().logs(50);

        for (var query : List.of("", "?format=ndjson", "?format=text", "?format=csv")) {
            var zipped = answer(run, "/logs" + query);
            assertThat(zipped.headers().firstValue("Content-Encoding"))
                    .as(query)
                    .contains("gzip");
            assertThat(unzipped(zipped.body()))
                    .isEqualTo(run.get("/logs" + query).extract().asString());
        }
        var small = answer(run, "/logs?afterSeq=49");
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
    }

    private HttpResponse<byte[]> answer(GivenRun run, String below) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + run.address() + below))
                .header("Accept-Encoding", "gzip")
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unzipped(byte[] body) throws IOException {
        try (var content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void text_keeps_its_characters_in_every_form() {
        var run = Given.aRun();
        Sending.post("/ingest/v1/runs/" + run.processId() + "/logs", "{\"message\": \"ü 😀 \\u0000 \\ud800\"}")
                .statusCode(201);

        for (var format : List.of("ndjson", "text", "csv")) {
            var body = new String(run.get("/logs?format=" + format).extract().asByteArray(), StandardCharsets.UTF_8);
            assertThat(body).as(format).contains("ü 😀 \u2400 \ufffd");
        }
        run.get("/logs").body("items[0].message", is("ü 😀 \u2400 \ufffd"));
    }
}
