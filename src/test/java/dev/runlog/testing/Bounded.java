package dev.runlog.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service with narrow bounds for each caller, which lets one origin's browsers in. */
public class Bounded implements QuarkusTestProfile {
    public static final int WRITES = 15;
    public static final int STREAMS = 2;
    public static final int EXPORTS = 2;
    public static final String ORIGIN = "https://logs.example.org";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "runlog.rate-limit.writes",
                Integer.toString(WRITES),
                "runlog.rate-limit.window",
                "1h",
                "runlog.stream.per-caller",
                Integer.toString(STREAMS),
                "runlog.stream.exports-per-caller",
                Integer.toString(EXPORTS),
                "quarkus.http.idle-timeout",
                "2s",
                "quarkus.http.cors.enabled",
                "true",
                "quarkus.http.cors.origins",
                ORIGIN);
    }
}
