package dev.runlog.platform;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

/** Whom a request comes from, as far as bounds go: its credential, or its address where it has none. */
public final class Caller {
    private Caller() {}

    /** The same for all requests of one caller. */
    public static String of(RoutingContext routing) {
        if (routing.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            return "credential " + user.getSecurityIdentity().getPrincipal().getName();
        }
        return addressOf(routing);
    }

    /** The same for all requests from one address, whoever sends them. */
    public static String addressOf(RoutingContext routing) {
        var address = routing.request().remoteAddress();
        return "address " + (address == null ? "" : address.hostAddress());
    }
}
