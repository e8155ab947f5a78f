package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            30s, PT30S
            15m, PT15M
            6h, PT6H
            7d, PT168H
            2w, PT336H
            0m, PT0S
            PT15M, PT15M
            P1DT2H, PT26H
            """)
    void a_span_is_short_or_of_iso_8601(String text, Duration span) {
        assertThat(Parameters.span(text)).contains(span);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "15",
                "m",
                "15M",
                "1.5h",
                "-15m",
                "15 m",
                "1y",
                "P1Y",
                "-PT15M",
                "PT-15M",
                "9999999999d",
                "１５m"
            })
    void anything_else_is_no_span(String text) {
        assertThat(Parameters.span(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93e37cdf-046d-45b2-a983-1e2580e57b5c",
                "93E37CDF-046D-45B2-A983-1E2580E57B5C",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void a_uuid_of_any_version_is_an_id(String text) {
        assertThat(Parameters.id(text))
                .hasValueSatisfying(id -> assertThat(id).hasToString(text.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "93e37cd-f046d-45b2-a983-1e2580e57b5c",
                "+3e37cdf-046d-45b2-a983-1e2580e57b5c",
                "٣3e37cdf-046d-45b2-a983-1e2580e57b5c",
                "93e37cdf-046d-45b2-a983-000000001e2580e57b5c",
                "93e37cdf046d45b2a9831e2580e57b5c",
                "{93e37cdf-046d-45b2-a983-1e2580e57b5c}",
                "93e37cdf-046d-45b2-a983-1e2580e57b5c ",
                "urn:uuid:93e37cdf-046d-45b2-a983-1e2580e57b5c"
            })
    void other_forms_are_none(String text) {
        assertThat(Parameters.id(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+1", "1.0", "1e3", "0x1", " 1", "１", "1234567890123456789"})
    void only_digits_are_a_whole_number(String text) {
        assertThat(Parameters.whole(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "007, 7", "999999999999999999, 999999999999999999"})
    void digits_are_a_whole_number(String text, long number) {
        assertThat(Parameters.whole(text)).contains(number);
    }
}
