package dev.runlog.access;

import java.util.HashMap;
import java.util.Map;

/** As {@link Guarded}, but SDKs come in without a credential. */
public class OpenToSdks extends Guarded {
    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(super.getConfigOverrides());
        settings.put("runlog.access.container-api", "open");
        return settings;
    }
}
