package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.runlog.platform.Rfc3339;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogEntryJsonTest {
    private static final UUID RUN = UUID.fromString("93e37cdf-046d-45b2-a983-1e2580e57b5c");
    private static final Instant TIME =
            Rfc3339.parse("2026-11-24T12:00:00.123456Z").orElseThrow();

    @Inject
    ObjectMapper json;

    /** The record as Jackson itself sees it. */
    @JsonSerialize(using = JsonSerializer.None.class)
    private interface AsRecord {}

    @Test
    void an_entry_is_written_as_its_record_says() throws JsonProcessingException {
        var call = new ApiCall("GET", "/files?x=\"1\"", 404, "no such file", 12L, false, null);
        var failed = new LogEntry(
                RUN,
                17,
                TIME,
                TIME.plusSeconds(86_400),
                3,
                "error",
                "error",
                "container-api",
                "a \"b\"\\\n\u0001\u007f\u2028\u00e9\ud83d\ude00".repeat(3_000),
                "{\"sku\" : [1, 2]}",
                true,
                TIME.minusSeconds(1),
                "9f3c9f3c9f3c9f3c",
                "crm",
                "berlin",
                "1.4",
                call);
        var bare = new LogEntry(
                RUN,
                1,
                TIME,
                TIME,
                6,
                "info",
                "success",
                "application",
                "m",
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
        var generic = json.copy().addMixIn(LogEntry.class, AsRecord.class);

        assertThat(json.writeValueAsString(failed)).isEqualTo(generic.writeValueAsString(failed));
        assertThat(json.writeValueAsString(bare)).isEqualTo(generic.writeValueAsString(bare));
        assertThat(json.writeValueAsBytes(failed)).isEqualTo(generic.writeValueAsBytes(failed));
        assertThat(json.writeValueAsBytes(bare)).isEqualTo(generic.writeValueAsBytes(bare));
    }
}
