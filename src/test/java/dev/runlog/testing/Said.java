package dev.runlog.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * A log entry as a connector sends it.
 *
 * @param level the syslog name
 * @param timestamp null where it sends none
 */
public record Said(String level, Instant timestamp, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** With one more line. */
    Said with(String line) {
        return new Said(level, timestamp, message + "\n" + line);
    }

    public String json() {
        var members = new LinkedHashMap<String, Object>();
        members.put("level", level);
        members.put("message", message);
        if (timestamp != null) {
            members.put("timestamp", timestamp.toString());
        }
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
