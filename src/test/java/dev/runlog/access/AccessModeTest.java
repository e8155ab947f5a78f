package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.access.AccessMode.Settings;
import dev.runlog.platform.StartupFailure;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessModeTest {
    private static Settings settings(String auth, String database, String host, String keys) {
        return new Settings(
                Optional.ofNullable(auth), database.equals("embedded"), host, "admin".equals(keys), "jwt".equals(keys));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,   embedded, 127.0.0.1, -,     true
            -,   embedded, 127.0.0.1, admin, false
            -,   embedded, 0.0.0.0,   admin, false
            off, embedded, 0.0.0.0,   -,     true
            on,  embedded, 127.0.0.1, admin, false
            -,   given,    0.0.0.0,   admin, false
            -,   given,    0.0.0.0,   jwt,   false
            on,  given,    0.0.0.0,   jwt,   false
            off, given,    0.0.0.0,   -,     true
            off, given,    0.0.0.0,   admin, true
            """)
    void whether_it_stands_open(String auth, String database, String host, String keys, boolean open) {
        assertThat(settings(auth, database, host, keys).open()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            -     | embedded | 0.0.0.0   | -     | RUNLOG_ADMIN_KEY
            on    | embedded | 127.0.0.1 | -     | RUNLOG_ADMIN_KEY
            -     | given    | 127.0.0.1 | -     | RUNLOG_AUTH=off
            on    | given    | 127.0.0.1 | -     | RUNLOG_AUTH=off
            maybe | given    | 127.0.0.1 | admin | on or off
            """)
    void what_is_not_clear_stops_the_start_and_says_what_to_set(
            String auth, String database, String host, String keys, String says) {
        var settings = settings(auth, database, host, keys);

        assertThatThrownBy(settings::open).isInstanceOf(StartupFailure.class).hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource({"rl_tooshort", "rl_000000000000000000000000000000000000", "secret"})
    void an_admin_key_that_is_none_stops_the_start(String key) {
        var adminKey = new AdminKey(Optional.of(key));

        assertThatThrownBy(adminKey::check)
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("RUNLOG_ADMIN_KEY")
                .hasMessageNotContaining(key);
    }
}
