package dev.runlog.access;

import java.util.HashMap;
import java.util.Map;

/** As {@link Guarded}, with narrow bounds on administration and on credentials of nobody's. */
public class Bounds extends Guarded {
    static final int ADMIN = 30;
    static final int REFUSED = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(super.getConfigOverrides());
        settings.put("runlog.rate-limit.admin", Integer.toString(ADMIN));
        settings.put("runlog.rate-limit.refused", Integer.toString(REFUSED));
        settings.put("runlog.rate-limit.window", "1h");
        return settings;
    }
}
