package dev.runlog.ingest;

import static dev.runlog.ingest.GivenOtlp.attribute;
import static dev.runlog.ingest.GivenOtlp.fraction;
import static dev.runlog.ingest.GivenOtlp.nanos;
import static dev.runlog.ingest.GivenOtlp.record;
import static dev.runlog.ingest.GivenOtlp.request;
import static dev.runlog.ingest.GivenOtlp.resource;
import static dev.runlog.ingest.GivenOtlp.says;
import static dev.runlog.ingest.GivenOtlp.scope;
import static dev.runlog.ingest.GivenOtlp.text;
import static dev.runlog.ingest.GivenOtlp.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.ingest.OtlpForm.Partial;
import dev.runlog.testing.Api;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Given;
import dev.runlog.testing.Sending;
import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.agroal.api.AgroalDataSource;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose the log records of an OTLP request are, and what its resources say of their runs. */
@QuarkusTest
class OtlpRunTest {
    private static final String PARTLY = "Runs named in part only: 1; to register one takes all of"
            + " service.name, runlog.site and service.version.";
    private static final String OTHERWISE =
            "Runs known with another of service.name, runlog.site and service.version: 1; the first stay.";

    @Inject
    Stored stored;

    @Inject
    AgroalDataSource database;

    private final UUID run = UUID.randomUUID();
    private final String connector = Given.aConnector();

    private List<String> messages(UUID of) {
        return stored.entries(of).stream().map(Entry::message).toList();
    }

    @ParameterizedTest
    @EnumSource
    void resources_and_scopes_of_one_run_are_one_write_in_their_order(OtlpForm form) {
        var other = UUID.randomUUID();
        form.sendWhole(request(
                resource(run, record("1"), record("2")).addScopeLogs(scope("s", record("3"))),
                resource(other, record("a")),
                resource(run, record("4")),
                resource(other, record("b"), record("c"))));

        assertThat(messages(run)).containsExactly("1", "2", "3", "4");
        assertThat(messages(other)).containsExactly("a", "b", "c");
        assertThat(stored.entries(run)).extracting(Entry::seq).containsExactly(1, 2, 3, 4);
        assertThat(stored.entries(run))
                .extracting(Entry::context)
                .containsExactly(null, null, "{\"scope\":\"s\"}", null);
        assertThat(stored.entries(run))
                .extracting(Entry::receivedAt)
                .containsOnly(stored.entries(other).get(0).receivedAt());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_named_behind_the_records_counts_too(OtlpForm form) {
        var named = resource(run, "behind-" + connector, "1", "1").getResource();
        var both = request(resource(run, record("x")).setResource(named));

        if (form == OtlpForm.JSON) {
            form.sending(("{\"resourceLogs\": [{\"scopeLogs\": [{\"logRecords\": [{\"attributes\": [{\"value\":"
                                    + " {\"kvlistValue\": {\"values\": [{\"value\": {\"intValue\": 1}, \"key\": \"in\"}]}},"
                                    + " \"key\": \"out\"}], \"body\": {\"stringValue\": \"x\"}}], \"scope\":"
                                    + " {\"name\": \"s\"}}], \"resource\": " + OtlpForm.json(named) + "}]}")
                            .getBytes())
                    .post(OtlpForm.ADDRESS)
                    .then()
                    .statusCode(200)
                    .body("isEmpty()", is(true));
            assertThat(stored.entry(run).context()).isEqualTo("{\"out\":{\"in\":1},\"scope\":\"s\"}");
        } else {
            var scopes = both.getResourceLogs(0).toBuilder().clearResource().build();
            var last = both.getResourceLogs(0).toBuilder().clearScopeLogs().build();
            form.sendWhole(ExportLogsServiceRequest.newBuilder()
                    .addResourceLogs(scopes.toBuilder().mergeFrom(last))
                    .build());
        }
        assertThat(stored.entry(run).connector()).isEqualTo("behind-" + connector);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_is_not_known_is_registered_as_its_resource_has_it(OtlpForm form) {
        var start = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        form.sendWhole(request(resource(
                run,
                connector,
                "12345",
                "1.4.2",
                record("b").setTimeUnixNano(nanos(start.plusSeconds(9))),
                record("a").setTimeUnixNano(nanos(start)),
                record("old").setTimeUnixNano(nanos(start.minus(90, ChronoUnit.DAYS))))));

        Api.get("/api/v1/runs/" + run)
                .statusCode(200)
                .body("connector", is(connector))
                .body("site", is("12345"))
                .body("version", is("1.4.2"))
                .body("status", is("running"))
                .body("logs.total", is(3));
        assertThat(startOf(run)).isEqualTo(start);
        assertThat(stored.entries(run)).extracting(Entry::connector).containsOnly(connector);
    }

    private static Instant startOf(UUID run) {
        return Instant.parse(Api.get("/api/v1/runs/" + run).extract().path("startedAt"));
    }

    @ParameterizedTest
    @EnumSource
    void without_a_time_the_run_starts_now(OtlpForm form) {
        form.sendWhole(request(resource(run, connector, "1", "1", record("x"))));

        assertThat(startOf(run)).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @ParameterizedTest
    @EnumSource
    void a_registration_that_comes_later_says_better_when_the_run_started(OtlpForm form) {
        var said = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        var logged = said.plusSeconds(60);
        var sent = request(resource(run, connector, "1", "1", record("x").setTimeUnixNano(nanos(logged))));
        form.sendWhole(sent);
        assertThat(startOf(run)).isEqualTo(logged);

        Sending.put("/ingest/v1/runs/" + run, """
                {"connector": "%s", "site": "1", "version": "1", "startedAt": "%s"}
                """.formatted(connector, said)).statusCode(200);
        form.sendWhole(sent);

        assertThat(startOf(run)).isEqualTo(said);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_is_registered_so_stays_as_it_is(OtlpForm form) {
        var start = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        var known = Given.anUnknownRun().startedAt(start).registers();

        form.sendWhole(
                request(resource(known.processId(), known.connector(), known.site(), known.version(), record("x"))));

        assertThat(startOf(known.processId())).isEqualTo(start);
        assertThat(messages(known.processId())).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource
    void the_start_of_a_run_that_is_known_is_not_guessed_anew(OtlpForm form) {
        var registered = Given.aRun();
        var since = startOf(registered.processId());
        form.sendWhole(says(run, record("first contact")));
        var contact = startOf(run);

        form.sendWhole(request(
                resource(
                        registered.processId(),
                        registered.connector(),
                        registered.site(),
                        registered.version(),
                        record("x").setTimeUnixNano(nanos(since.minusSeconds(60)))),
                resource(run, connector, "1", "1", record("x").setTimeUnixNano(nanos(contact.plusSeconds(60))))));

        assertThat(startOf(registered.processId())).isEqualTo(since);
        assertThat(startOf(run)).isEqualTo(contact);
    }

    @ParameterizedTest
    @EnumSource
    void entries_that_came_before_the_registration_are_its_connectors_too(OtlpForm form) {
        form.sendWhole(says(run, record("early")));
        assertThat(stored.entry(run).connector()).isNull();

        form.sendWhole(request(resource(run, connector, "1", "1", record("named"))));

        assertThat(stored.entries(run)).extracting(Entry::connector).containsOnly(connector);
    }

    @ParameterizedTest
    @EnumSource
    void what_contradicts_is_told_and_stored_all_the_same(OtlpForm form) {
        form.sendWhole(request(resource(run, connector, "1", "1", record("first"))));

        for (int i = 0; i < 2; i++) { // the second time it is remembered
            assertThat(form.send(request(resource(run, connector, "1", "2", record("second"), record("")))))
                    .isEqualTo(
                            new Partial(1, "Log records rejected: 1 without a body and an event name. " + OTHERWISE));
        }
        assertThat(form.send(request(
                        resource(run, connector, "1", "1", record("third")),
                        resource(run, "other-" + connector, "1", "1", record("fourth")))))
                .isEqualTo(new Partial(0, OTHERWISE));

        assertThat(messages(run)).containsExactly("first", "second", "second", "third", "fourth");
        Api.get("/api/v1/runs/" + run).body("version", is("1")).body("connector", is(connector));
    }

    /** Which shows in that a change behind its back is not noticed. */
    @ParameterizedTest
    @EnumSource
    void what_a_resource_said_before_is_not_asked_again(OtlpForm form) throws SQLException {
        var said = request(resource(run, connector, "1", "1", record("x")));
        form.sendWhole(said);
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update run set site = 'moved' where process_id = ?")) {
            update.setObject(1, run);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        form.sendWhole(said);

        assertThat(form.send(request(resource(run, connector, "1", "other", record("x")))))
                .isEqualTo(new Partial(0, OTHERWISE));
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource({
        "JSON,service.name,runlog.site,",
        "JSON,service.version,runlog.site,",
        "PROTOBUF,service.name,service.version,",
        "PROTOBUF,runlog.site,,"
    })
    void what_is_named_in_part_is_told_and_stored_all_the_same(OtlpForm form, String one, String other) {
        var attributes = new ArrayList<>(
                List.of(attribute("runlog.process_id", text(run.toString())), attribute(one, text("x"))));
        if (other != null) {
            attributes.add(attribute(other, text("y")));
        }

        assertThat(form.send(request(resource(attributes, record("said"))))).isEqualTo(new Partial(0, PARTLY));

        assertThat(messages(run)).containsExactly("said");
        Api.get("/api/v1/runs/" + run).body("connector", nullValue()).body("site", nullValue());
    }

    @ParameterizedTest
    @EnumSource
    void what_sdks_put_for_a_service_without_a_name_is_no_connector(OtlpForm form) {
        var attributes = List.of(
                attribute("runlog.process_id", text(run.toString())),
                attribute("service.name", text("unknown_service:java")));

        form.sendWhole(request(resource(attributes, record("x"))));

        Api.get("/api/v1/runs/" + run).body("connector", nullValue());
    }

    @ParameterizedTest
    @EnumSource
    void a_name_that_is_none_counts_as_not_said(OtlpForm form) {
        for (var none : List.of("", " ", "x".repeat(129))) {
            assertThat(form.send(request(resource(run, connector, none, "1", record("x")))))
                    .isEqualTo(new Partial(0, PARTLY));
        }
        Api.get("/api/v1/runs/" + run).body("site", nullValue());
    }

    @ParameterizedTest
    @EnumSource
    void a_number_is_a_name_as_it_is_written(OtlpForm form) {
        var attributes = List.of(
                attribute("runlog.process_id", text(run.toString())),
                attribute("service.name", text("first")),
                attribute("service.name", text(connector)),
                attribute("runlog.site", whole(12345)),
                attribute("service.version", fraction(1.5)));

        form.sendWhole(request(resource(attributes, record("x"))));

        Api.get("/api/v1/runs/" + run)
                .body("connector", is(connector))
                .body("site", is("12345"))
                .body("version", is("1.5"));
    }

    @ParameterizedTest
    @EnumSource
    void a_process_id_may_be_in_upper_case(OtlpForm form) {
        var upper = attribute("runlog.process_id", text(run.toString().toUpperCase(Locale.ROOT)));

        form.sendWhole(request(resource(List.of(upper), record("x"))));

        assertThat(messages(run)).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource
    void records_of_a_resource_without_a_run_are_rejected_and_the_others_stored(OtlpForm form) {
        var none = UUID.randomUUID();
        var partial = form.send(request(
                resource(List.of(attribute("service.name", text("x"))), record("1"), record("")),
                resource(List.of(attribute("runlog.process_id", text("none"))), record("2")),
                resource(List.of(attribute("runlog.process_id", whole(7))), record("3")),
                resource(List.of(attribute("runlog.process_id", text(none + "x"))), record("4")),
                resource(run, record("5"), record(" "))));

        assertThat(partial)
                .isEqualTo(new Partial(
                        6,
                        "Log records rejected: 5 of a resource without runlog.process_id that is a UUID, "
                                + "1 without a body and an event name."));
        assertThat(messages(run)).containsExactly("5");
        assertThat(stored.knows(none)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void where_all_are_rejected_nothing_is_heard_of_the_run(OtlpForm form) {
        assertThat(form.send(request(resource(run, connector, "1", "1", record(""), record(" "))))
                        .rejected())
                .isEqualTo(2);

        assertThat(stored.knows(run)).isFalse();
        Api.get("/api/v1/connectors/" + connector).statusCode(404);
    }

    @ParameterizedTest
    @EnumSource
    void a_request_without_records_is_taken(OtlpForm form) {
        form.sendWhole(request());
        form.sendWhole(request(resource(run, connector, "1", "1")));

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void of_requests_at_once_one_registers_and_all_are_stored(OtlpForm form) throws Exception {
        var answers = AtOnce.run(
                8,
                i -> form.partial(form.sending(request(resource(run, connector, "1", "1", record("of " + i))))
                        .post(OtlpForm.ADDRESS)
                        .then()
                        .statusCode(200)));

        assertThat(answers).containsOnlyNulls();
        assertThat(stored.entries(run)).hasSize(8).extracting(Entry::connector).containsOnly(connector);
    }

    @ParameterizedTest
    @EnumSource
    void many_runs_in_one_request_are_stored_each(OtlpForm form) {
        var request = ExportLogsServiceRequest.newBuilder();
        var runs = Stream.generate(UUID::randomUUID).limit(60).toList();
        runs.forEach(each -> request.addResourceLogs(resource(each, connector, "1", "1", record("of " + each))));

        form.sendWhole(request.build());

        assertThat(runs)
                .allSatisfy(each -> assertThat(stored.entry(each).connector()).isEqualTo(connector));
    }
}
