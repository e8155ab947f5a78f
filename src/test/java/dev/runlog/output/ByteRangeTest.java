package dev.runlog.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 100;

    @ParameterizedTest
    @CsvSource(textBlock = """
            bytes=0-0,                     0,  0
            bytes=0-9,                     0,  9
            bytes=90-,                    90, 99
            bytes=90-200,                 90, 99
            bytes=0-99999999999999999999,  0, 99
            bytes=-10,                    90, 99
            bytes=-1000,                   0, 99
            Bytes=5-6,                     5,  6
            bytes= 5-6,                    5,  6
            """)
    void one_range_is_taken_and_clamped(String header, long first, long last) {
        assertThat(ByteRange.of(header, SIZE)).contains(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=9-5",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=-5-6"
            })
    void what_is_malformed_or_several_ranges_is_ignored(String header) {
        assertThat(ByteRange.of(header, SIZE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
    void a_range_that_holds_no_byte_is_refused_with_the_size(String header) {
        assertThatThrownBy(() -> ByteRange.of(header, SIZE)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ProblemCode.RANGE_NOT_SATISFIABLE);
            assertThat(refusal.headers()).containsAllEntriesOf(Map.of("Content-Range", "bytes */100"));
        });
    }

    @Test
    void nothing_has_no_first_byte_but_an_empty_tail() {
        assertThat(ByteRange.of("bytes=-10", 0)).isEmpty();
        assertThatThrownBy(() -> ByteRange.of("bytes=0-", 0)).isInstanceOf(Refusal.class);
    }
}
