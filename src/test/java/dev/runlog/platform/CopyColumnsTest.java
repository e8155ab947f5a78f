package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of each type, as the manual of COPY and the types' receive functions have them. */
class CopyColumnsTest {

    @Test
    void numbers_are_as_wide_as_their_type() {
        assertThat(hex(new CopyColumns().int2(3).int4(-2).int8(1L << 40)))
                .isEqualTo("000000020003" + "00000004fffffffe" + "000000080000010000000000");
    }

    @Test
    void what_is_absent_has_the_length_minus_one() {
        assertThat(hex(new CopyColumns()
                        .int2(null)
                        .int4(null)
                        .int8(null)
                        .time(null)
                        .text(null)))
                .isEqualTo("ffffffff".repeat(5));
    }

    @Test
    void times_count_microseconds_from_2000_and_back() {
        assertThat(hex(new CopyColumns().time(Instant.parse("2000-01-01T00:00:01.000002Z"))))
                .isEqualTo("0000000800000000000f4242");
        assertThat(hex(new CopyColumns().time(Instant.parse("1999-12-31T23:59:59.999999Z"))))
                .isEqualTo("00000008ffffffffffffffff");
    }

    @Test
    void text_is_utf_8_measured_in_bytes() {
        assertThat(hex(new CopyColumns().text("né"))).isEqualTo("000000036ec3a9");
    }

    @Test
    void a_long_text_makes_the_buffer_grow() {
        assertThat(new CopyColumns().text("x".repeat(5_000)).toByteArray()).hasSize(5_004);
    }

    private static String hex(CopyColumns columns) {
        return HexFormat.of().formatHex(columns.toByteArray());
    }
}
