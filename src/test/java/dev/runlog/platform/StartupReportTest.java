package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartupReportTest {

    @Test
    void a_reason_we_gave_is_the_line() {
        var failure = new RuntimeException("wrapped", new StartupFailure("Do this."));

        assertThat(StartupReport.lineOf(failure)).contains("Do this.");
    }

    @Test
    void a_port_in_use_is_named_with_what_to_set() {
        var failure = new QuarkusBindException("127.0.0.1", 9000, new BindException("Address already in use"));

        assertThat(StartupReport.lineOf(failure))
                .hasValueSatisfying(line -> assertThat(line).contains("9000", "QUARKUS_MANAGEMENT_PORT"));
    }

    @Test
    void a_database_that_refuses_is_one_line() {
        var failure = new RuntimeException(new SQLException("FATAL: no such role\nand more"));

        assertThat(StartupReport.lineOf(failure))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("no such role", "QUARKUS_DATASOURCE_JDBC_URL")
                        .doesNotContain("\n", "and more"));
    }

    @Test
    void what_is_not_foreseen_has_no_line() {
        assertThat(StartupReport.lineOf(new IllegalStateException("a mistake of ours")))
                .isEmpty();
    }
}
