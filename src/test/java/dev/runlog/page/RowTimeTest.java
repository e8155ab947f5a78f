package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.OwnSession;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGStatement;

@QuarkusTest
class RowTimeTest {
    private static final int ALWAYS_BINARY = -1;
    private static final int ALWAYS_TEXT = 0;

    @Inject
    OwnSession session;

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00.123456Z, " + ALWAYS_BINARY,
        "2026-11-24T12:00:00.123456Z, " + ALWAYS_TEXT,
        "1999-12-31T23:59:59.999999Z, " + ALWAYS_BINARY,
        "1999-12-31T23:59:59.999999Z, " + ALWAYS_TEXT,
        "1969-07-20T20:17:40Z, " + ALWAYS_BINARY,
        "0001-01-01T00:00:00Z, " + ALWAYS_BINARY,
        "9999-12-31T23:59:59.999999Z, " + ALWAYS_BINARY,
    })
    void a_time_is_the_same_in_whichever_form_the_driver_has_it(Instant time, int form) throws SQLException {
        try (var connection = session.transaction("set timezone to 'Asia/Kolkata'");
                var question = connection.prepareStatement("select timestamptz '" + time + "', null::timestamptz")) {
            question.unwrap(PGStatement.class).setPrepareThreshold(form);
            try (var row = question.executeQuery()) {
                row.next();

                assertThat(RowTime.of(row, 1)).isEqualTo(time);
                assertThat(RowTime.of(row, 2)).isNull();
            }
        }
    }
}
