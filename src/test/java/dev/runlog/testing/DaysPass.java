package dev.runlog.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A service of its own for tests in which days pass: since ids of runs only rise, the clock is never set back there, and
 * each test begins later than the one before. Jobs run only when a test runs them.
 */
public class DaysPass implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.scheduler.enabled", "false");
    }
}
