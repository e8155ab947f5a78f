package dev.runlog.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that asks nobody for a credential, and has a key to prepare others with. */
public class OpenWithKey implements QuarkusTestProfile {
    /** The settings are read by another class loader than the tests'. */
    public static String adminKey() {
        var fresh = KeyText.fresh().text();
        var known = System.getProperties().putIfAbsent("runlog.test.open-admin-key", fresh);
        return known == null ? fresh : (String) known;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("runlog.auth", "off", "runlog.admin-key", adminKey());
    }
}
