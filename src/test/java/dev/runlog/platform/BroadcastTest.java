package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@QuarkusTest
@Timeout(30)
class BroadcastTest {
    private static final int PATIENCE_MS = 10_000;

    @Inject
    Broadcast broadcast;

    @Inject
    AgroalDataSource database;

    private Connection another() throws SQLException {
        return OwnConnection.to(database, "runlog-test", Duration.ofSeconds(10));
    }

    /** The payload of the first notification that is about {@code mark}, or about anything. */
    private static String heard(Connection listening, String mark) throws SQLException {
        while (true) {
            for (var notification : listening.unwrap(PGConnection.class).getNotifications(PATIENCE_MS)) {
                if (notification.getParameter().isEmpty()
                        || notification.getParameter().contains(mark)) {
                    return notification.getParameter();
                }
            }
        }
    }

    @Test
    void what_others_say_is_heard_and_what_is_said_here_is_not() throws Exception {
        BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
        broadcast.hear(words -> {
            if (words.isEmpty() || words.contains("theirs") || words.contains("ours")) {
                heard.add(words);
            }
        });
        broadcast.say(List.of("ours"));
        try (var another = another();
                var notify = another.createStatement()) {
            notify.execute("select pg_notify('runlog', 'theirs too')");
            notify.execute("select pg_notify('runlog', '')");
        }

        assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).containsExactlyInAnyOrder("theirs", "too");
        assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEmpty();
    }

    @Test
    void a_connection_that_is_lost_is_made_anew_and_anything_may_have_happened_meanwhile() throws Exception {
        BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
        broadcast.hear(words -> {
            if (words.isEmpty() || words.contains("afterwards")) {
                heard.add(words);
            }
        });
        try (var another = another();
                var statement = another.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name in ('runlog-listen', 'runlog-notify') and datname = current_database()
                    """);

            assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEmpty();
            statement.execute("select pg_notify('runlog', 'afterwards')");
            assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).containsExactly("afterwards");
        }
    }

    @Test
    void words_go_out_together_and_too_many_of_them_as_anything() throws Exception {
        try (var another = another();
                var listen = another.createStatement()) {
            listen.execute("listen runlog");
            broadcast.say(List.of("few-1", "few-2"));
            assertThat(heard(another, "few").split(" ")).contains("few-1", "few-2");

            broadcast.say(IntStream.range(0, 2_000).mapToObj(i -> "many-" + i).toList());
            assertThat(heard(another, "many")).isEmpty();
        }
    }
}
