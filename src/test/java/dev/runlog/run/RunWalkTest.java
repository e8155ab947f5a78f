package dev.runlog.run;

import static dev.runlog.testing.Given.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.OwnSession;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks over runs whose place changes in a transaction that is held up: it began before the walk, and is seen in it. */
@QuarkusTest
class RunWalkTest {
    private static final long ON_ITS_WAY_MS = 500;

    private final String connector = Given.aConnector();

    @Inject
    OwnSession session;

    private GivenRun fresh(int minute) {
        return Given.anUnknownRun().of(connector).startedAt(minute(minute));
    }

    /** Whatever notes a run of the connector waits until it is closed. */
    private Connection lock() throws SQLException {
        return session.transaction("update connector set name = name where name = '" + connector + "'");
    }

    private List<String> walk(String sort, Connection lock, CompletableFuture<Void> change) {
        return Api.walk("/api/v1/runs?limit=1&sort=" + sort + "&connector=" + connector, "processId", page -> {
            if (page == 1) {
                close(lock);
                change.join();
            }
        });
    }

    private static void close(Connection lock) {
        try {
            lock.close();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finishedAt", "-finishedAt"})
    void a_run_is_seen_once_that_ended_at_the_first_or_last_of_times(String sort) {
        var runs = List.of(
                fresh(1).registers(),
                fresh(2).registers().ends(0, Instant.parse("9999-12-31T23:59:59.999999Z")),
                fresh(3).registers().ends(0, Instant.parse("0001-01-01T00:00:00Z")),
                fresh(4).registers());

        assertThat(Api.<String>walk("/api/v1/runs?limit=1&sort=" + sort + "&connector=" + connector, "processId"))
                .containsExactlyInAnyOrderElementsOf(
                        runs.stream().map(run -> run.processId().toString()).toList());
    }

    @Test
    void a_run_is_seen_once_whose_end_was_held_up() throws Exception {
        var other = fresh(1).registers().ends(0, minute(2));
        var run = fresh(3).registers();
        var lock = lock();
        var end = CompletableFuture.runAsync(() -> run.ends(0, minute(4)));
        Thread.sleep(ON_ITS_WAY_MS);

        assertThat(walk("-finishedAt", lock, end))
                .containsExactlyInAnyOrder(
                        run.processId().toString(), other.processId().toString());
    }

    @Test
    void a_run_is_seen_once_whose_start_was_held_up() throws Exception {
        var oldest = fresh(1).registers();
        var other = fresh(5).registers();
        var run = Given.anUnknownRun().of(connector).registers().startedAt(minute(3));
        var lock = lock();
        var start = CompletableFuture.runAsync(run::registers);
        Thread.sleep(ON_ITS_WAY_MS);

        assertThat(walk("-startedAt", lock, start))
                .containsExactlyInAnyOrder(
                        run.processId().toString(),
                        other.processId().toString(),
                        oldest.processId().toString());
    }
}
