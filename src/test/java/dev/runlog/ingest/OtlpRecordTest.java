package dev.runlog.ingest;

import static dev.runlog.ingest.GivenOtlp.array;
import static dev.runlog.ingest.GivenOtlp.attribute;
import static dev.runlog.ingest.GivenOtlp.bytes;
import static dev.runlog.ingest.GivenOtlp.fraction;
import static dev.runlog.ingest.GivenOtlp.id;
import static dev.runlog.ingest.GivenOtlp.nanos;
import static dev.runlog.ingest.GivenOtlp.nested;
import static dev.runlog.ingest.GivenOtlp.object;
import static dev.runlog.ingest.GivenOtlp.record;
import static dev.runlog.ingest.GivenOtlp.request;
import static dev.runlog.ingest.GivenOtlp.says;
import static dev.runlog.ingest.GivenOtlp.scope;
import static dev.runlog.ingest.GivenOtlp.text;
import static dev.runlog.ingest.GivenOtlp.truth;
import static dev.runlog.ingest.GivenOtlp.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runlog.ingest.OtlpForm.Partial;
import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one log record, in either encoding of OTLP. */
@QuarkusTest
class OtlpRecordTest {
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();

    /** The entry that this becomes in both encodings, which is the same but for its number and the time of receipt. */
    private Entry stored(LogRecord.Builder sent) {
        return stored(GivenOtlp.resource(run, sent));
    }

    private Entry stored(ResourceLogs.Builder sent) {
        OtlpForm.JSON.sendWhole(request(sent));
        OtlpForm.PROTOBUF.sendWhole(request(sent));
        var both = stored.entries(run);
        assertThat(both).hasSize(2);
        assertThat(both.get(0))
                .usingRecursiveComparison()
                .ignoringFields("seq", "loggedAt", "receivedAt")
                .isEqualTo(both.get(1));
        if (both.get(0).sentAt() == null
                && !both.get(0).loggedAt().equals(both.get(0).receivedAt())) {
            assertThat(both.get(0).loggedAt()).isEqualTo(both.get(1).loggedAt());
        }
        return both.get(0);
    }

    private String contextOf(AnyValue value) {
        return stored(record("x").addAttributes(attribute("k", value))).context();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0,6",
        "1,7",
        "2,7",
        "3,7",
        "4,7",
        "5,7",
        "6,7",
        "7,7",
        "8,7",
        "9,6",
        "10,5",
        "11,5",
        "12,5",
        "13,4",
        "14,4",
        "15,4",
        "16,4",
        "17,3",
        "18,2",
        "19,2",
        "20,2",
        "21,1",
        "22,0",
        "23,0",
        "24,0",
        "25,6",
        "-1,6",
        "2147483647,6"
    })
    void a_severity_number_is_one_of_our_levels(int number, int level) {
        var entry = stored(record("x").setSeverityNumberValue(number));

        assertThat(entry.level()).isEqualTo(level);
        assertThat(entry.label()).isNull();
        assertThat(entry.fingerprint() != null).isEqualTo(level <= 3);
    }

    @ParameterizedTest(name = "{0} {1} is {2} {3}")
    @CsvSource({
        "0, ERROR, 3,",
        "0, Warn, 4,",
        "0, success, 6, success",
        "0, 2, 2,",
        "0, critical, 2,",
        "0, warning, 4,",
        "0, TRACE, 7,",
        "0, trace4, 7,",
        "0, DEBUG, 7,",
        "0, Debug2, 7,",
        "0, INFO, 6,",
        "0, INFO2, 5,",
        "0, INFO4, 5,",
        "0, WARN, 4,",
        "0, WARN3, 4,",
        "0, error, 3,",
        "0, ERROR2, 2,",
        "0, ERROR4, 2,",
        "0, FATAL, 1,",
        "0, fatal, 1,",
        "0, Fatal2, 0,",
        "0, FATAL4, 0,",
        "0, ERROR1, 6,",
        "0, ERROR5, 6,",
        "0, FATALITY, 6,",
        "25, FATAL, 1,",
        "0, '', 6,",
        "9, error, 6,"
    })
    void a_severity_text_counts_where_there_is_no_number(int number, String text, int level, String label) {
        var entry = stored(record("x").setSeverityNumberValue(number).setSeverityText(text));

        assertThat(entry.level()).isEqualTo(level);
        assertThat(entry.label()).isEqualTo(label);
    }

    @Test
    void the_time_is_kept_to_the_microsecond() {
        var time = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

        var entry = stored(record("x")
                .setTimeUnixNano(nanos(time.plusNanos(123_456_789)))
                .setObservedTimeUnixNano(nanos(time.plusSeconds(5))));

        assertThat(entry.loggedAt()).isEqualTo(time.plusNanos(123_456_000));
        assertThat(entry.sentAt()).isNull();
    }

    @Test
    void without_a_time_that_of_observation_counts() {
        var time = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

        assertThat(stored(record("x").setObservedTimeUnixNano(nanos(time))).loggedAt())
                .isEqualTo(time);
    }

    @Test
    void without_any_time_that_of_receipt_counts() {
        var entry = stored(record("x"));

        assertThat(entry.loggedAt())
                .isEqualTo(entry.receivedAt())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(entry.sentAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT11M", "P36500D", "-P31D", "-P18250D"})
    void a_time_that_cannot_be_believed_is_kept_beside_that_of_receipt(Duration away) {
        var claimed = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(away);

        var entry = stored(record("x").setTimeUnixNano(nanos(claimed)));

        assertThat(entry.sentAt()).isEqualTo(claimed);
        assertThat(entry.loggedAt()).isEqualTo(entry.receivedAt());
    }

    @Test
    void a_time_has_64_bits_without_a_sign() {
        assertThat(stored(record("x").setTimeUnixNano(-1)).sentAt())
                .isEqualTo(Instant.parse("2554-07-21T23:34:33.709551Z"));
    }

    @Test
    void every_kind_of_value_is_kept() {
        var entry = stored(record("x")
                .addAttributes(attribute("text", text("a \"quoted\" \u00e4\n")))
                .addAttributes(attribute("yes", truth(true)))
                .addAttributes(attribute("no", truth(false)))
                .addAttributes(attribute("least", whole(Long.MIN_VALUE)))
                .addAttributes(attribute("most", whole(Long.MAX_VALUE)))
                .addAttributes(attribute("half", fraction(0.5)))
                .addAttributes(attribute("huge", fraction(1e300)))
                .addAttributes(attribute("nan", fraction(Double.NaN)))
                .addAttributes(attribute("up", fraction(Double.POSITIVE_INFINITY)))
                .addAttributes(attribute("down", fraction(Double.NEGATIVE_INFINITY)))
                .addAttributes(attribute("bytes", bytes("00ff10fbf0")))
                .addAttributes(attribute("list", array(whole(1), text("b"), array(), AnyValue.getDefaultInstance())))
                .addAttributes(attribute("tree", object(attribute("in", object(attribute("deep", truth(true)))))))
                .addAttributes(attribute("none", AnyValue.getDefaultInstance()))
                .addAttributes(KeyValue.newBuilder().setKey("unset"))
                .addAttributes(attribute("", text("nameless"))));

        assertThat(entry.context())
                .isEqualTo("{\"text\":\"a \\\"quoted\\\" \u00e4\\n\",\"yes\":true,\"no\":false,"
                        + "\"least\":-9223372036854775808,\"most\":9223372036854775807,\"half\":0.5,\"huge\":1.0E300,"
                        + "\"nan\":\"NaN\",\"up\":\"Infinity\",\"down\":\"-Infinity\",\"bytes\":\"AP8Q+/A=\","
                        + "\"list\":[1,\"b\",[],null],\"tree\":{\"in\":{\"deep\":true}},\"none\":null,\"unset\":null,"
                        + "\"\":\"nameless\"}");
    }

    @Test
    void without_attributes_there_is_no_context() {
        assertThat(stored(record("x")).context()).isNull();
    }

    @Test
    void of_attributes_of_one_name_the_last_counts() {
        var twice = record("x")
                .addAttributes(attribute("a", text("first")))
                .addAttributes(attribute("b", object(attribute("c", whole(1)), attribute("c", array(whole(2))))))
                .addAttributes(attribute("a", object()));

        assertThat(stored(twice).context()).isEqualTo("{\"a\":{},\"b\":{\"c\":[2]}}");
    }

    @Test
    void what_is_sent_twice_so_often_that_it_is_too_long_is_not_kept() {
        var often = record("x");
        for (int i = 0; i < 40; i++) {
            often.addAttributes(attribute("password", text("secret-".repeat(6_000))));
        }

        var entry = stored(often);
        assertThat(entry.context()).isEqualTo("{}");
        assertThat(entry.cut()).isEqualTo(2);
    }

    @Test
    void ids_and_the_name_of_the_scope_are_part_of_the_context() {
        var sent = record("x")
                .setTraceId(id(TRACE))
                .setSpanId(id(SPAN))
                .addAttributes(attribute("sku", text("A-1")))
                .addAttributes(attribute("scope", text("of the sender")));
        var resource = GivenOtlp.resource(run).clearScopeLogs().addScopeLogs(scope("shop.\"feed\"", sent));

        assertThat(stored(resource).context())
                .isEqualTo("{\"sku\":\"A-1\",\"scope\":\"shop.\\\"feed\\\"\",\"traceId\":\"" + TRACE
                        + "\",\"spanId\":\"" + SPAN + "\"}");
    }

    @Test
    void ids_alone_are_a_context() {
        assertThat(stored(record("x").setTraceId(id(TRACE)).setSpanId(id(SPAN))).context())
                .isEqualTo("{\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000000000000000000000000", "5b8eff"})
    void an_id_that_is_none_is_left_out(String none) {
        assertThat(stored(record("x").setTraceId(id(none))).context()).isNull();
    }

    @Test
    void an_event_is_named_in_its_context() {
        assertThat(stored(record("x").setEventName("feed.rejected")).context())
                .isEqualTo("{\"eventName\":\"feed.rejected\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void without_a_body_the_name_of_the_event_is_the_message(String blank) {
        var entry = stored(record(blank).setEventName("feed.rejected"));

        assertThat(entry.message()).isEqualTo("feed.rejected");
        assertThat(entry.context()).isNull();
    }

    @Test
    void a_body_that_is_no_string_is_told_as_json() {
        OtlpForm.JSON.sendWhole(says(
                run,
                LogRecord.newBuilder().setBody(whole(-7)),
                LogRecord.newBuilder().setBody(fraction(Double.NaN)),
                LogRecord.newBuilder().setBody(truth(false)),
                LogRecord.newBuilder().setBody(bytes("00ff")),
                LogRecord.newBuilder().setBody(array(text("a"), whole(1))),
                LogRecord.newBuilder().setBody(object(attribute("a", object(attribute("b", whole(2))))))));

        assertThat(stored.entries(run))
                .extracting(Entry::message)
                .containsExactly("-7", "\"NaN\"", "false", "\"AP8=\"", "[\"a\",1]", "{\"a\":{\"b\":2}}");
    }

    @Test
    void a_body_that_is_no_string_is_told_alike_in_both_encodings() {
        var entry = stored(LogRecord.newBuilder()
                .setBody(object(attribute("a", array(fraction(1), bytes("01"))), attribute("a", truth(true)))));

        assertThat(entry.message()).isEqualTo("{\"a\":[1.0,\"AQ==\"],\"a\":true}");
    }

    @Test
    void a_message_keeps_its_lines_and_is_cut_behind_64_kib() {
        var entry = stored(record(" two\nlines\u001b[0m " + "x".repeat(70_000)));

        assertThat(entry.message()).startsWith(" two\nlines\u001b[0m xx").hasSize(64 * 1024);
        assertThat(entry.cut()).isEqualTo(1);
    }

    @Test
    void a_context_over_32_kib_is_replaced() {
        var entry = stored(record("x").addAttributes(attribute("long", text("x".repeat(33_000)))));

        assertThat(entry.context()).isEqualTo("{}");
        assertThat(entry.cut()).isEqualTo(2);
    }

    @Test
    void of_values_without_end_no_more_is_kept_than_the_bounds_let() {
        var some = array(text("x".repeat(1_000)), object(attribute("k", array(truth(true)))));
        var list = new AnyValue[3_000];
        Arrays.fill(list, some);

        var entry = stored(LogRecord.newBuilder()
                .setBody(array(list))
                .addAttributes(attribute("list", array(list)))
                .addAttributes(attribute("behind", truth(true))));

        var whole = "[" + ("[\"" + "x".repeat(1_000) + "\",{\"k\":[true]}],").repeat(100);
        assertThat(entry.message()).isEqualTo(whole.substring(0, 64 * 1024));
        assertThat(entry.context()).isEqualTo("{}");
        assertThat(entry.cut()).isEqualTo(3);
    }

    @Test
    void nul_is_kept_as_a_sign_of_it() {
        var entry = stored(record("a\0b").addAttributes(attribute("k\0", text("v\0"))));

        assertThat(entry.message()).isEqualTo("a\u2400b");
        assertThat(entry.context()).isEqualTo("{\"k\u2400\":\"v\u2400\"}");
    }

    @Test
    void credentials_are_not_stored() {
        var entry = stored(record("Login with password=hunter2 as u")
                .addAttributes(attribute("Authorization", text("Bearer abc")))
                .addAttributes(attribute("token", object(attribute("value", text("x")))))
                .addAttributes(attribute(
                        "header", object(attribute("name", text("Cookie")), attribute("value", bytes("010203")))))
                .addAttributes(attribute("args", array(text("--password"), whole(17))))
                .addAttributes(attribute("note", text("https://u:p@shop.example/"))));

        assertThat(entry.message()).isEqualTo("Login with password=*** as u");
        assertThat(entry.context())
                .isEqualTo(
                        "{\"Authorization\":\"***\",\"token\":\"***\",\"header\":{\"name\":\"Cookie\","
                                + "\"value\":\"***\"},\"args\":[\"--password\",\"***\"],\"note\":\"https://***@shop.example/\"}");
    }

    @Test
    void credentials_in_a_body_of_objects_are_not_stored() {
        var secret = LogRecord.newBuilder()
                .setBody(object(attribute("value", text("x")), attribute("name", text("api-key"))));

        assertThat(stored(secret).message()).isEqualTo("{\"value\":\"***\",\"name\":\"api-key\"}");
    }

    @ParameterizedTest
    @EnumSource
    void a_record_that_says_nothing_is_rejected_alone(OtlpForm form) {
        var partial = form.send(says(
                run,
                record("first"),
                record(" \n\t"),
                LogRecord.newBuilder(),
                LogRecord.newBuilder().setBody(AnyValue.getDefaultInstance()),
                record("").setEventName(" "),
                record("last")));

        assertThat(partial).isEqualTo(new Partial(4, "Log records rejected: 4 without a body and an event name."));
        assertThat(stored.entries(run)).extracting(Entry::message).containsExactly("first", "last");
    }

    @ParameterizedTest
    @EnumSource
    void a_context_nests_32_deep_and_what_nests_deeper_is_rejected_alone(OtlpForm form) {
        var sent = says(
                run,
                record("flat"),
                record("deep").addAttributes(attribute("k", nested(31))),
                record("deeper").addAttributes(attribute("k", nested(32))),
                record("deepest").addAttributes(attribute("k", nested(100))),
                LogRecord.newBuilder().setBody(nested(33)),
                record("last"));

        // Past the filter that holds it against its schema, which goes as deep.
        var partial = form.partial(
                form.sending(sent).noFilters().post(OtlpForm.ADDRESS).then().statusCode(200));

        assertThat(partial).isEqualTo(new Partial(3, "Log records rejected: 3 that nest deeper than 32."));
        assertThat(stored.entries(run)).extracting(Entry::message).containsExactly("flat", "deep", "last");
        assertThat(stored.entries(run).get(1).context()).isEqualTo("{\"k\":".repeat(31) + "{}" + "}".repeat(31));
    }

    @Test
    void bytes_come_in_either_alphabet_of_base64() {
        for (var text : List.of("-_-_", "+/+/", "AQ", "AQ==")) {
            OtlpForm.JSON
                    .sending(("{\"resourceLogs\": [{\"resource\": {\"attributes\": [{\"key\": \"runlog.process_id\","
                                    + " \"value\": {\"stringValue\": \"" + run
                                    + "\"}}]}, \"scopeLogs\": [{\"logRecords\":"
                                    + " [{\"body\": {\"bytesValue\": \"" + text + "\"}}]}]}]}")
                            .getBytes())
                    .post(OtlpForm.ADDRESS)
                    .then()
                    .statusCode(200);
        }
        var one = Base64.getEncoder().encodeToString(new byte[] {1});

        assertThat(stored.entries(run))
                .extracting(Entry::message)
                .containsExactly("\"+/+/\"", "\"+/+/\"", '"' + one + '"', '"' + one + '"');
    }

    @Test
    void a_context_of_one_value_is_the_same_in_both_encodings() {
        assertThat(contextOf(fraction(-0.0))).isEqualTo("{\"k\":-0.0}");
    }
}
