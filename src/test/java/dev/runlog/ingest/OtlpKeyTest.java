package dev.runlog.ingest;

import static dev.runlog.ingest.GivenOtlp.attribute;
import static dev.runlog.ingest.GivenOtlp.record;
import static dev.runlog.ingest.GivenOtlp.request;
import static dev.runlog.ingest.GivenOtlp.resource;
import static dev.runlog.ingest.GivenOtlp.says;
import static dev.runlog.ingest.GivenOtlp.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.ingest.OtlpForm.Partial;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Given;
import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.agroal.api.AgroalDataSource;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an Idempotency-Key does for OTLP: it is good for one body, of whatever runs that is. */
@QuarkusTest
class OtlpKeyTest {
    private static final String OTHER_ADDRESS = "/ingest/v1" + OtlpForm.ADDRESS;

    @Inject
    Stored stored;

    @Inject
    AgroalDataSource database;

    @Inject
    StateKeySweep sweep;

    private final UUID run = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final String key = "key-" + run;

    private List<String> messages(UUID of) {
        return stored.entries(of).stream().map(Entry::message).toList();
    }

    private ValidatableResponse send(OtlpForm form, ExportLogsServiceRequest request) {
        return send(form, request, OtlpForm.ADDRESS);
    }

    private ValidatableResponse send(OtlpForm form, ExportLogsServiceRequest request, String address) {
        return form.sending(request)
                .noFilters()
                .header("Idempotency-Key", key)
                .post(address)
                .then();
    }

    private static ValidatableResponse taken(ValidatableResponse answer, boolean replayed) {
        return answer.statusCode(200).header("Idempotent-Replayed", is(replayed ? "true" : null));
    }

    @ParameterizedTest
    @EnumSource
    void a_repeated_key_stores_nothing_more_and_is_answered_as_the_first_time(OtlpForm form) {
        var connector = Given.aConnector();
        var sent = request(
                resource(run, connector, "1", "1", record("a"), record("")),
                resource(other, record("b")),
                resource(other, connector, "", "", record("c")));
        var answers = List.of(false, true, true).stream()
                .map(replayed -> taken(send(form, sent), replayed))
                .toList();

        assertThat(answers)
                .extracting(form::partial)
                .containsOnly(new Partial(
                        1,
                        "Log records rejected: 1 without a body and an event name. Runs named in part only: 1; to"
                                + " register one takes all of service.name, runlog.site and service.version."));
        assertThat(messages(run)).containsExactly("a");
        assertThat(messages(other)).containsExactly("b", "c");
        send(form, says(run, record("d"))).statusCode(422);
        assertThat(messages(run)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void a_key_is_good_for_one_body_also_where_another_run_says_it(OtlpForm form) {
        taken(send(form, says(run, record("a"))), false);

        send(form, says(other, record("a"))).statusCode(422);
        send(form, request()).statusCode(422);

        assertThat(stored.knows(other)).isFalse();
        taken(send(form, says(run, record("a"))), true);
        assertThat(messages(run)).containsExactly("a");
    }

    @Test
    void another_body_is_refused_as_elsewhere() {
        taken(send(OtlpForm.JSON, says(run, record("a"))), false);

        send(OtlpForm.JSON, says(other, record("a")))
                .contentType("application/problem+json")
                .body("code", is("idempotency-mismatch"));
    }

    @ParameterizedTest
    @EnumSource
    void what_has_no_records_is_answered_again_as_the_first_time(OtlpForm form) {
        assertThat(form.partial(taken(send(form, request()), false))).isNull();
        assertThat(form.partial(taken(send(form, request()), true))).isNull();

        send(form, says(run, record("a"))).statusCode(422);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_rejected_whole_is_answered_again_as_the_first_time(OtlpForm form) {
        var sent = request(resource(List.of(attribute("service.name", text("x"))), record("1"), record("2")));

        var first = form.partial(taken(send(form, sent), false));
        var again = form.partial(taken(send(form, sent), true));

        assertThat(first.rejected()).isEqualTo(2);
        assertThat(again).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void both_addresses_are_one_path(OtlpForm form) {
        taken(send(form, says(run, record("a")), OTHER_ADDRESS), false);

        taken(send(form, says(run, record("a"))), true);
        send(form, says(other, record("a"))).statusCode(422);
        send(form, says(other, record("a")), OTHER_ADDRESS).statusCode(422);
        taken(send(form, says(run, record("a")), OTHER_ADDRESS), true);

        assertThat(messages(run)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_read_does_not_use_its_key_up(OtlpForm form) {
        form.sending(new byte[] {'{'})
                .noFilters()
                .header("Idempotency-Key", key)
                .post(OtlpForm.ADDRESS)
                .then()
                .statusCode(400);

        taken(send(form, says(run, record("a"))), false);
    }

    @ParameterizedTest
    @EnumSource
    void what_a_first_try_did_not_store_the_next_one_with_its_key_does(OtlpForm form) throws SQLException {
        var sent = request(resource(run, record("a")), resource(other, record("b")));
        taken(send(form, sent), false);
        forgetKeyOf(other);

        send(form, sent).statusCode(200).header("Idempotent-Replayed", nullValue());

        assertThat(messages(run)).containsExactly("a");
        assertThat(messages(other)).containsExactly("b", "b");
    }

    /** As if the write of this run had not been committed. */
    private void forgetKeyOf(UUID unwritten) throws SQLException {
        var forgetting = "delete from idempotency_key where run_id = (select run_id from run_key where process_id = ?)";
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(forgetting)) {
            delete.setObject(1, unwritten);
            assertThat(delete.executeUpdate()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_different_bodies_in_flight_with_one_key_one_is_stored(OtlpForm form) throws Exception {
        var runs = List.of(1, 2, 3, 4, 5, 6, 7, 8).stream()
                .map(each -> UUID.randomUUID())
                .toList();
        var statuses = AtOnce.run(
                8, i -> send(form, says(runs.get(i), record("x"))).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 422);
        assertThat(runs).filteredOn(stored::knows).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void of_copies_in_flight_at_once_one_is_stored(OtlpForm form) throws Exception {
        var replays = AtOnce.run(
                8,
                i -> send(form, says(run, record("x")))
                        .statusCode(200)
                        .extract()
                        .header("Idempotent-Replayed"));

        assertThat(replays).containsOnlyOnce((String) null);
        assertThat(messages(run)).containsExactly("x");
    }

    @Test
    void a_key_is_kept_for_47_hours_and_not_for_49() throws SQLException {
        taken(send(OtlpForm.JSON, request()), false);

        ageClaims(47);
        sweep.sweep();
        taken(send(OtlpForm.JSON, request()), true);

        ageClaims(2);
        sweep.sweep();
        taken(send(OtlpForm.JSON, says(run, record("a"))), false);
    }

    private void ageClaims(int hours) throws SQLException {
        var aging = "update state_idempotency_key set created_at = created_at - make_interval(hours => ?)"
                + " where state_id = ''";
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(aging)) {
            update.setInt(1, hours);
            assertThat(update.executeUpdate()).isPositive();
        }
    }
}
