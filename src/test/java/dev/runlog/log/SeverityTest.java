package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {

    @ParameterizedTest
    @EnumSource
    void a_severity_is_read_by_its_number_and_its_name_in_any_case(Severity severity) {
        assertThat(Severity.of(Integer.toString(severity.number()))).contains(severity);
        assertThat(Severity.of(severity.label())).contains(severity);
        assertThat(Severity.of(severity.label().toUpperCase(Locale.ROOT))).contains(severity);
        assertThat(Severity.of(severity.number())).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({"emerg, 0", "panic, 0", "crit, 2", "err, 3", "Warn, 4", "INFORMATION, 6", "success, 6", "Report, 6"})
    void aliases_are_read_in_any_case(String alias, int number) {
        assertThat(Severity.of(alias)).map(Severity::number).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "-1", "3.0", "03", " 3", "fatal", "trace", "errors", "٣"})
    void anything_else_is_none(String text) {
        assertThat(Severity.of(text)).isEmpty();
    }

    @Test
    void severity_counts_down() {
        assertThat(Severity.values())
                .filteredOn(Severity::isErrorOrWorse)
                .containsExactly(Severity.EMERGENCY, Severity.ALERT, Severity.CRITICAL, Severity.ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"Success, success", "REPORT, report", "info, null", "6, null"})
    void two_labels_are_kept_beside_the_severity(String sent, String label) {
        assertThat(Severity.ownLabel(sent)).isEqualTo(label);
    }
}
