package dev.runlog.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.problem.Problems;
import dev.runlog.testing.Sending;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers send does not come out of the service's own log. */
@QuarkusTest
class ServiceLogTest {
    private static final String MARKER = "marker-4711";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        private final PatternFormatter format = new PatternFormatter("%p [%c] %X{requestId} %s%e%n");

        @Override
        public void publish(LogRecord record) {
            lines.add(format.format(ExtLogRecord.wrap(record)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    @Test
    void what_is_refused_is_not_logged() {
        var logs = "/ingest/v1/runs/" + UUID.randomUUID() + "/logs";
        for (var body : new String[] {
            "{\"message\": \"" + MARKER,
            "{\"message\": 7, \"" + MARKER + "\": 1}",
            "[\"" + MARKER + "\"]",
            "{\"message\": \"x\", \"level\": \"" + MARKER + "\"}",
            "{\"message\": \"x\", \"timestamp\": \"" + MARKER + "\"}"
        }) {
            Sending.post(logs, body).statusCode(400);
        }
        Sending.json(MARKER)
                .header("Content-Encoding", "gzip")
                .post(logs)
                .then()
                .statusCode(400);
        Sending.json(MARKER)
                .header("Idempotency-Key", MARKER + "\u007f")
                .post(logs)
                .then()
                .statusCode(400);
        Sending.post("/container-api/" + UUID.randomUUID() + "/logs/" + MARKER, "{}")
                .statusCode(404);
        for (var type : new String[] {"application/json", "application/x-protobuf"}) {
            for (var body : new String[] {MARKER, "{\"resourceLogs\": \"" + MARKER + "\"}"}) {
                Sending.bytes(type, body.getBytes(StandardCharsets.UTF_8))
                        .noFilters()
                        .post("/otlp/v1/logs")
                        .then()
                        .statusCode(400);
            }
        }
        given().noFilters()
                .get("/api/v1/runs?cursor=" + MARKER + "&from=" + MARKER)
                .then()
                .statusCode(400);
        given().noFilters().get("/" + MARKER + "%0d%0aINFO%20forged").then().statusCode(404);
        given().noFilters().header("Accept", MARKER).get("/api/v1/runs").then().statusCode(406);

        assertThat(lines).noneMatch(line -> line.contains(MARKER) || line.contains("forged"));
    }

    @Test
    void what_was_not_foreseen_is_logged_with_its_place_but_without_its_words() {
        Problems.refusalOf(new IllegalStateException(MARKER, new NumberFormatException(MARKER)));
        Problems.refusalOf(new SQLException(MARKER, "22001"));

        assertThat(lines).hasSize(2).noneMatch(line -> line.contains(MARKER));
        assertThat(lines.get(0))
                .contains("IllegalStateException", "NumberFormatException", "at dev.runlog.platform.ServiceLogTest");
        assertThat(lines.get(1)).contains("SQLSTATE 22001");
    }
}
