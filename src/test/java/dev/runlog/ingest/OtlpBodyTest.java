package dev.runlog.ingest;

import static dev.runlog.ingest.GivenOtlp.attribute;
import static dev.runlog.ingest.GivenOtlp.nested;
import static dev.runlog.ingest.GivenOtlp.record;
import static dev.runlog.ingest.GivenOtlp.request;
import static dev.runlog.ingest.GivenOtlp.resource;
import static dev.runlog.ingest.GivenOtlp.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.runlog.testing.Sending;
import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a body of OTLP, and what is none: that is refused whole, in the encoding of the request. */
@QuarkusTest
class OtlpBodyTest {
    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();

    private String json(String record) {
        return "{\"resourceLogs\": [{\"resource\": {\"attributes\": [{\"key\": \"runlog.process_id\", \"value\":"
                + " {\"stringValue\": \"" + run + "\"}}]}, \"scopeLogs\": [{\"logRecords\": [" + record + "]}]}]}";
    }

    private ValidatableResponse sent(String json) {
        return Sending.post(OtlpForm.ADDRESS, json);
    }

    private void refused(ValidatableResponse answer, OtlpForm form, int status, String code, int rpcCode) {
        answer.statusCode(status);
        if (form == OtlpForm.JSON) {
            answer.contentType("application/problem+json")
                    .body("code", is(code))
                    .body("detail", notNullValue());
        } else {
            assertThat(statusCode(answer.contentType("application/x-protobuf")
                            .extract()
                            .asByteArray()))
                    .isEqualTo(rpcCode);
        }
        assertThat(stored.knows(run)).isFalse();
    }

    /** Of a {@code google.rpc.Status} with a message. */
    private static int statusCode(byte[] bytes) {
        try {
            var in = CodedInputStream.newInstance(bytes);
            assertThat(in.readTag()).isEqualTo(1 << 3);
            var code = in.readInt32();
            assertThat(in.readTag()).isEqualTo(2 << 3 | 2);
            assertThat(in.readStringRequireUtf8()).endsWith(".");
            assertThat(in.isAtEnd()).isTrue();
            return code;
        } catch (IOException isNone) {
            throw new AssertionError(isNone);
        }
    }

    @Test
    void an_item_that_is_at_fault_is_named_as_one() {
        sent(json("7")).statusCode(400).body("errors[0].detail", is("Item 0 must be an object."));
    }

    private void refused(String json, String code) {
        refused(Sending.json(json).noFilters().post(OtlpForm.ADDRESS).then(), OtlpForm.JSON, 400, code, 3);
    }

    @Test
    void all_taken_is_an_empty_answer() {
        sent(json("{\"body\": {\"stringValue\": \"x\"}}")).statusCode(200).body(equalTo("{}"));
        assertThat(OtlpForm.PROTOBUF
                        .sending(says(run, record("x")))
                        .post(OtlpForm.ADDRESS)
                        .then()
                        .statusCode(200)
                        .contentType("application/x-protobuf")
                        .extract()
                        .asByteArray())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_taken_below_the_ingestion_api_too(OtlpForm form) {
        var address = "/ingest/v1" + OtlpForm.ADDRESS;
        refused(form.sending(new byte[] {'{'}).noFilters().post(address).then(), form, 400, "malformed-body", 3);

        var sent = form.sending(says(run, record("x"))).noFilters().post(address);

        assertThat(form.partial(sent.then().statusCode(200))).isNull();
        assertThat(sent.headers().getValues("X-Request-Id")).hasSize(1);
        assertThat(stored.entries(run)).extracting(Entry::message).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {OtlpForm.ADDRESS, "/ingest/v1" + OtlpForm.ADDRESS})
    void a_problem_names_the_address_that_was_called(String address) {
        Sending.json("{").noFilters().post(address).then().statusCode(400).body("instance", is(address));
        Sending.bytes("text/plain", new byte[] {'x'})
                .noFilters()
                .post(address)
                .then()
                .statusCode(415)
                .body("instance", is(address));
        Sending.json("{}").noFilters().put(address).then().statusCode(405).body("instance", is(address));
    }

    @Test
    void a_count_is_a_string_in_json() {
        sent(json("{}")).statusCode(200).body("partialSuccess.rejectedLogRecords", equalTo("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{", "{\"resourceLogs\": [", "{} {}", "{\"a\": 1, \"a\": 2}"})
    void what_is_no_json_object_is_refused(String body) {
        OtlpForm.JSON
                .sending(body.getBytes(StandardCharsets.UTF_8))
                .noFilters()
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"timeUnixNano": "x"}
            {"timeUnixNano": -1}
            {"timeUnixNano": "18446744073709551616"}
            {"timeUnixNano": 1.5}
            {"timeUnixNano": true}
            {"timeUnixNano": "1e1000000000"}
            {"timeUnixNano": "1e600000000"}
            {"severityNumber": "LOUD"}
            {"severityNumber": 4294967296}
            {"severityText": 7}
            {"eventName": {}}
            {"traceId": "xyz"}
            {"traceId": "abc"}
            {"spanId": 12}
            {"body": "text"}
            {"body": {"stringValue": 7}}
            {"body": {"intValue": "9223372036854775808"}}
            {"body": {"intValue": 0.5}}
            {"body": {"doubleValue": "much"}}
            {"body": {"boolValue": "true"}}
            {"body": {"bytesValue": "*"}}
            {"body": {"arrayValue": []}}
            {"body": {"kvlistValue": {"values": {}}}}
            {"body": {"kvlistValue": {"values": [7]}}}
            {"body": {"stringValue": "a", "intValue": 1}}
            {"attributes": {}}
            {"attributes": [{"key": 7}]}
            {"attributes": [{"key": "k", "value": "v"}]}
            7
            null
            """)
    void a_part_of_another_type_is_refused_whole(String record) {
        refused(json("{\"body\": {\"stringValue\": \"x\"}}, " + record), "invalid-body");
    }

    @Test
    void a_fault_is_pointed_at() {
        sent(json("{}, {\"body\": {\"arrayValue\": {\"values\": [{}, {\"intValue\": \"secret\"}]}}}"))
                .statusCode(400)
                .body(
                        "errors[0].pointer",
                        is("/resourceLogs/0/scopeLogs/0/logRecords/1/body/arrayValue/values/1/intValue"))
                .body("errors[0].detail", is("intValue must be a whole number of 64 bits, or a string of one."))
                .body(
                        "detail",
                        is("intValue must be a whole number of 64 bits, or a string of one. Nothing was stored."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1700000000000000000\"", "1700000000000000000", "1.7e18", "\"0\"", "0", "null"})
    void a_64_bit_integer_is_a_string_or_a_number(String number) {
        sent(json("{\"body\": {\"intValue\": " + number + "}, \"eventName\": \"none\", \"timeUnixNano\": " + number
                        + "}"))
                .statusCode(200);

        var expected = number.equals("null")
                ? "none"
                : number.contains("17") || number.contains("1.7") ? "1700000000000000000" : "0";
        assertThat(stored.entry(run).message()).isEqualTo(expected);
        assertThat(stored.entry(run).sentAt() != null).isEqualTo(expected.startsWith("17"));
    }

    @ParameterizedTest
    @CsvSource({"17,3", "\"17\",3", "\"SEVERITY_NUMBER_ERROR\",3", "\"SEVERITY_NUMBER_UNSPECIFIED\",6", "null,6"})
    void a_severity_number_may_be_given_by_its_name(String number, int level) {
        sent(json("{\"body\": {\"stringValue\": \"x\"}, \"severityNumber\": " + number + "}"))
                .statusCode(200);

        assertThat(stored.entry(run).level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.5", "1,1.0", "\"2.5\",2.5", "\"NaN\",\"NaN\"", "\"-Infinity\",\"-Infinity\"", "1e308,1.0E308"})
    void a_double_is_a_number_or_a_string(String number, String kept) {
        sent(json("{\"body\": {\"stringValue\": \"x\"}, \"attributes\": [{\"key\": \"k\", \"value\": {\"doubleValue\": "
                        + number + "}}]}"))
                .statusCode(200);

        assertThat(stored.entry(run).context()).isEqualTo("{\"k\":" + kept + "}");
    }

    @Test
    void an_id_is_hex_in_either_case() {
        sent(json("{\"body\": {\"stringValue\": \"x\"}, \"spanId\": \"EEE19B7EC3C1B174\"}"))
                .statusCode(200);

        assertThat(stored.entry(run).context()).isEqualTo("{\"spanId\":\"eee19b7ec3c1b174\"}");
    }

    @Test
    void what_is_not_known_is_ignored_in_json() {
        sent("""
                {"new": [1, {"a": [2]}], "resourceLogs": [{"schemaUrl": "u", "new": {}, "resource": {"new": 1, "entityRefs": [],
                 "droppedAttributesCount": 1, "attributes": [{"new": {}, "key": "runlog.process_id", "value": {"new": [],
                 "stringValue": "%s"}}, {"key": "host.name", "value": {"stringValue": "h"}}]},
                 "scopeLogs": [{"schemaUrl": "u", "new": null, "scope": {"version": "1", "attributes": [], "name": "s"},
                 "logRecords": [{"flags": 1, "droppedAttributesCount": 2, "new": {"a": []}, "body": {"new": {},
                 "stringValue": "x"}, "attributes": [{"new": 1, "key": "k", "value": {"arrayValue": {"new": 1, "values":
                 [{"boolValue": true, "new": 3}, null]}}}]}]}]}]}
                """.formatted(run)).statusCode(200).body(equalTo("{}"));

        assertThat(stored.entry(run).message()).isEqualTo("x");
        assertThat(stored.entry(run).context()).isEqualTo("{\"k\":[true,null],\"scope\":\"s\"}");
    }

    @Test
    void null_is_as_if_it_were_left_out() {
        sent("""
                {"resourceLogs": [{"resource": null, "scopeLogs": null}, {"resource": {"attributes": [
                 {"key": "runlog.process_id", "value": {"stringValue": "%s", "intValue": null}}]}, "scopeLogs": [{"scope": null,
                 "logRecords": null}, {"scope": {"name": null}, "logRecords": [{"timeUnixNano": null, "severityNumber": null,
                 "severityText": null, "body": {"stringValue": "x"}, "attributes": null, "traceId": null}]}]}]}
                """.formatted(run)).statusCode(200).body(equalTo("{}"));

        assertThat(stored.entry(run).message()).isEqualTo("x");
    }

    @Test
    void what_is_not_known_is_ignored_in_protobuf() {
        var unknown = UnknownFieldSet.newBuilder()
                .addField(
                        900,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(1)
                                .addFixed32(2)
                                .addFixed64(3)
                                .addLengthDelimited(ByteString.copyFromUtf8("x"))
                                .addGroup(UnknownFieldSet.getDefaultInstance())
                                .build())
                // A known field of another wire type is unknown too.
                .addField(2, UnknownFieldSet.Field.newBuilder().addFixed32(7).build())
                .build();
        var resource = resource(run, record("x").setUnknownFields(unknown)).setUnknownFields(unknown);
        resource.getScopeLogsBuilder(0).setUnknownFields(unknown);

        OtlpForm.PROTOBUF.sendWhole(
                request(resource).toBuilder().setUnknownFields(unknown).build());

        assertThat(stored.entry(run).message()).isEqualTo("x");
    }

    @Test
    void of_several_values_where_one_is_meant_the_last_counts_in_protobuf() {
        var twice = LogRecord.newBuilder()
                .setBody(GivenOtlp.whole(1))
                .build()
                .toByteString()
                .concat(LogRecord.newBuilder()
                        .setBody(GivenOtlp.text("x"))
                        .build()
                        .toByteString());

        OtlpForm.PROTOBUF.sendWhole(request(ResourceLogs.newBuilder()
                .setResource(resource(run).getResource())
                .addScopeLogs(ScopeLogs.newBuilder()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        ScopeLogs.LOG_RECORDS_FIELD_NUMBER,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(twice)
                                                .build())
                                .build()))));

        assertThat(stored.entry(run).message()).isEqualTo("x");
    }

    @Test
    void protobuf_that_is_cut_anywhere_is_refused_or_has_nothing_of_it() {
        var whole = says(run, record("some text").setTimeUnixNano(1).addAttributes(attribute("k", nested(3))))
                .toByteArray();
        for (int length = 1; length < whole.length; length++) {
            refused(
                    OtlpForm.PROTOBUF
                            .sending(Arrays.copyOf(whole, length))
                            .post(OtlpForm.ADDRESS)
                            .then(),
                    OtlpForm.PROTOBUF,
                    400,
                    "malformed-body",
                    3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // a tag that goes on
                "00", // field 0
                "0a ff ff ff ff ff ff ff ff 7f", // a length past all bounds
                "0a ff ff ff ff 0f", // of -1
                "0a 7f", // past the end
                "0c", // a group that ends
                "0b", // a group that does not
                "0e", // a wire type that is none
                "08 ff ff ff ff ff ff ff ff ff ff 01" // a number of 71 bits
            })
    void what_is_no_protobuf_is_refused(String hex) {
        var bytes = GivenOtlp.id(hex.replace(" ", "")).toByteArray();

        refused(
                OtlpForm.PROTOBUF.sending(bytes).post(OtlpForm.ADDRESS).then(),
                OtlpForm.PROTOBUF,
                400,
                "malformed-body",
                3);
    }

    @Test
    void json_as_protobuf_and_the_other_way_are_refused() {
        var request = says(run, record("x"));
        refused(
                OtlpForm.PROTOBUF
                        .sending(OtlpForm.JSON.bytes(request))
                        .post(OtlpForm.ADDRESS)
                        .then(),
                OtlpForm.PROTOBUF,
                400,
                "malformed-body",
                3);
        refused(
                OtlpForm.JSON
                        .sending(OtlpForm.PROTOBUF.bytes(request))
                        .noFilters()
                        .post(OtlpForm.ADDRESS)
                        .then(),
                OtlpForm.JSON,
                400,
                "malformed-body",
                3);
    }

    @ParameterizedTest
    @EnumSource
    void text_that_is_not_utf_8_is_refused(OtlpForm form) {
        var bytes = form.bytes(says(run, record("a~b")));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '~' ? (byte) 0xff : bytes[i];
        }
        refused(form.sending(bytes).noFilters().post(OtlpForm.ADDRESS).then(), form, 400, "malformed-body", 3);
    }

    @ParameterizedTest
    @EnumSource
    void the_sign_for_what_could_not_be_read_is_text_too(OtlpForm form) {
        form.sendWhole(says(run, record("a\ufffdb \ud83d\ude00")));

        assertThat(stored.entry(run).message()).isEqualTo("a\ufffdb \ud83d\ude00");
    }

    @Test
    void a_lone_surrogate_is_replaced() {
        OtlpForm.JSON
                .sending(json("{\"body\": {\"stringValue\": \"a\\ud800b\"}, \"attributes\": [{\"key\": \"k\","
                                + " \"value\": {\"stringValue\": \"\\udc00\"}}]}")
                        .getBytes(StandardCharsets.UTF_8))
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(200);

        assertThat(stored.entry(run).message()).isEqualTo("a\ufffdb");
        assertThat(stored.entry(run).context()).isEqualTo("{\"k\":\"\ufffd\"}");
    }

    @ParameterizedTest
    @EnumSource
    void gzip_is_unwrapped(OtlpForm form) {
        form.sending(Sending.gzip(form.bytes(says(run, record("x")))))
                .header("Content-Encoding", "gzip")
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(200);
        assertThat(stored.entry(run).message()).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource
    void gzip_that_is_not_intact_is_refused(OtlpForm form) {
        var zipped = Sending.gzip(form.bytes(says(run, record("x"))));

        refused(
                form.sending(Arrays.copyOf(zipped, zipped.length - 4))
                        .header("Content-Encoding", "gzip")
                        .post(OtlpForm.ADDRESS)
                        .then(),
                form,
                400,
                "malformed-body",
                3);
    }

    @ParameterizedTest
    @EnumSource
    void another_content_encoding_is_refused(OtlpForm form) {
        refused(
                form.sending(says(run, record("x")))
                        .header("Content-Encoding", "zstd")
                        .post(OtlpForm.ADDRESS)
                        .then()
                        .header("Accept-Encoding", "gzip"),
                form,
                415,
                "unsupported-media-type",
                3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-ndjson", "application/protobuf", "application/octet-stream"})
    void another_content_type_is_refused(String type) {
        refused(
                Sending.bytes("text/plain", OtlpForm.JSON.bytes(says(run, record("x"))))
                        .header("Content-Type", type)
                        .post(OtlpForm.ADDRESS)
                        .then(),
                OtlpForm.JSON,
                415,
                "unsupported-media-type",
                3);
    }

    @Test
    void a_body_without_a_type_is_refused() throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + OtlpForm.ADDRESS))
                .POST(BodyPublishers.ofByteArray(OtlpForm.JSON.bytes(says(run, record("x")))))
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("\"code\":\"unsupported-media-type\"");
        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_charset_behind_the_type_does_no_harm(OtlpForm form) {
        form.sending(says(run, record("x")))
                .header(
                        "Content-Type",
                        form == OtlpForm.JSON ? "Application/JSON; charset=utf-8" : "Application/X-Protobuf")
                .noFilters()
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(200);
        assertThat(stored.entry(run).message()).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource
    void any_answer_is_in_the_encoding_of_the_request_whatever_is_asked_for(OtlpForm form) {
        form.sending(says(run, record("x")))
                .header("Accept", "text/html")
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(200)
                .contentType(form == OtlpForm.JSON ? "application/json" : "application/x-protobuf");
    }

    @ParameterizedTest
    @EnumSource
    void more_records_than_the_bound_are_refused_whole(OtlpForm form) {
        var record = record("x").build();
        var some = resource(run);
        for (int i = 0; i < 6_000; i++) {
            some.getScopeLogsBuilder(0).addLogRecords(record);
        }
        refused(
                form.sending(request(some, some))
                        .noFilters()
                        .post(OtlpForm.ADDRESS)
                        .then(),
                form,
                413,
                "too-large",
                3);
    }

    @ParameterizedTest
    @EnumSource
    void more_runs_than_the_bound_are_refused_whole(OtlpForm form) {
        var request = says(run, record("x")).toBuilder();
        for (int i = 0; i < 1_000; i++) {
            request.addResourceLogs(resource(UUID.randomUUID(), record("x")));
        }
        refused(form.sending(request.build()).noFilters().post(OtlpForm.ADDRESS).then(), form, 413, "too-large", 3);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_over_10_mib_is_refused_packed_or_not(OtlpForm form) {
        var bytes = form.bytes(says(run, record("x".repeat(10 * 1024 * 1024))));

        refused(form.sending(bytes).noFilters().post(OtlpForm.ADDRESS).then(), form, 413, "too-large", 3);
        refused(
                form.sending(Sending.gzip(bytes))
                        .noFilters()
                        .header("Content-Encoding", "gzip")
                        .post(OtlpForm.ADDRESS)
                        .then(),
                form,
                413,
                "too-large",
                3);
    }

    @Test
    void json_that_nests_deeper_than_32_outside_of_records_is_refused() {
        refused("{\"x\": " + "[".repeat(32) + "]".repeat(32) + "}", "malformed-body");
        refused(
                json("{\"body\": {\"stringValue\": \"x\"}, \"x\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}"),
                "malformed-body");
        var whole = json("{\"body\": {\"stringValue\": \"x\"}}");
        refused(whole.replaceFirst("}$", ", \"x\": " + "[".repeat(32) + "]".repeat(32) + "}"), "malformed-body");
        refused(whole.replaceFirst("}]}$", ", \"x\": " + "[".repeat(30) + "]".repeat(30) + "}]}"), "malformed-body");
        OtlpForm.JSON
                .sending(("{\"x\": " + "[".repeat(31) + "]".repeat(31) + "}").getBytes(StandardCharsets.UTF_8))
                .noFilters()
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a00", "120012001200", "0a0412021200"})
    void ten_mebibytes_of_empty_messages_are_answered(String hex) {
        var one = GivenOtlp.id(hex).toByteArray();
        var bytes = new byte[10 * 1024 * 1024 / one.length * one.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = one[i % one.length];
        }

        OtlpForm.PROTOBUF
                .sending(bytes)
                .noFilters()
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(hex.equals("0a0412021200") ? 413 : 200);
    }

    @Test
    void a_record_of_millions_of_values_is_kept_without_them() {
        var values = ArrayValue.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(1, many(4_000_000))
                        .build());
        var any = AnyValue.newBuilder().setArrayValue(values).build();

        OtlpForm.PROTOBUF.sendWhole(says(run, record("x").addAttributes(attribute("k", any))));

        assertThat(stored.entry(run).context()).isEqualTo("{}");
        assertThat(stored.entries(run)).extracting(Entry::cut).containsExactly(2);
    }

    private static UnknownFieldSet.Field many(int count) {
        var field = UnknownFieldSet.Field.newBuilder();
        for (int i = 0; i < count; i++) {
            field.addLengthDelimited(ByteString.EMPTY);
        }
        return field.build();
    }

    @Test
    void an_unknown_address_of_otlp_is_answered_in_protobuf_too() {
        var answer = OtlpForm.PROTOBUF
                .sending(ExportLogsServiceRequest.getDefaultInstance())
                .noFilters()
                .post("/otlp/v1/traces")
                .then()
                .statusCode(404)
                .contentType("application/x-protobuf")
                .extract()
                .asByteArray();

        assertThat(statusCode(answer)).isEqualTo(5);
    }
}
