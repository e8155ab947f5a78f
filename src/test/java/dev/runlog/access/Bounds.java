package dev.runlog.access;

import java.util.HashMap;
import java.util.Map;

/** As {@link Guarded}, with narrow bounds on administration and on credentials of nobody's, behind a proxy. */
public class Bounds extends Guarded {
    static final int ADMIN = 100;
    static final int REFUSED = 4;
    static final String PROXY = "127.0.0.99";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(super.getConfigOverrides());
        settings.put("runlog.rate-limit.admin", Integer.toString(ADMIN));
        settings.put("runlog.rate-limit.refused", Integer.toString(REFUSED));
        settings.put("runlog.rate-limit.window", "1h");
        settings.put("quarkus.http.proxy.proxy-address-forwarding", "true");
        settings.put("quarkus.http.proxy.trusted-proxies", PROXY);
        return settings;
    }
}
