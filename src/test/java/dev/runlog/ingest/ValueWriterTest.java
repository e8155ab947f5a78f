package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A byte of a string in protobuf may be six characters of JSON: ten MiB of them are not written out. */
class ValueWriterTest {
    private static final String LONG = "\u0001".repeat(10 * 1024 * 1024);
    private static final int BOUND = 2 * 1024 * 1024;

    private final ValueWriter out = new ValueWriter();

    ValueWriterTest() throws IOException {}

    @Test
    void of_a_long_string_the_beginning_is_written() throws IOException {
        out.string(LONG);

        assertThat(out.lastString()).isSameAs(LONG);
        assertThat(out.json())
                .startsWith("\"\\u0001")
                .hasSizeGreaterThan(64 * 1024)
                .hasSizeLessThan(BOUND);
    }

    @Test
    void so_it_is_of_a_long_name_and_of_long_bytes() throws IOException {
        out.beginObject();
        out.name(LONG);
        out.base64(new byte[LONG.length()]);
        out.endObject();

        assertThat(out.json()).startsWith("{\"\\u0001").endsWith("AA==\"}").hasSizeLessThan(2 * BOUND);
    }
}
