package dev.runlog.access;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

/**
 * Whom a request counts for.
 *
 * @param id of the credential, such as {@code key:2f1c…}; of a request without one the address it came from, such as
 *     {@code address:203.0.113.7}
 */
public record Caller(String id) {

    /** To be asked behind authentication. */
    public static Caller of(RoutingContext routing) {
        if (routing.user() instanceof QuarkusHttpUser user
                && user.getSecurityIdentity().getPrincipal() instanceof Credential credential
                && credential != Credential.ANYBODY) {
            return new Caller(credential.id());
        }
        var remote = routing.request().remoteAddress();
        return new Caller("address:" + (remote == null ? "unknown" : remote.hostAddress()));
    }
}
