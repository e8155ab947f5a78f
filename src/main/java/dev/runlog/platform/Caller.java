package dev.runlog.platform;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Whom a request comes from, as far as bounds go: its credential, or its address where it has none. */
public final class Caller {
    private static final int PREFIX_BYTES = 8;

    private Caller() {}

    /** The same for all requests of one caller. */
    public static String of(RoutingContext routing) {
        if (routing.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            return "credential " + user.getSecurityIdentity().getPrincipal().getName();
        }
        return addressOf(routing);
    }

    /** The same for all requests from one address, whoever sends them; a /64 of IPv6 is one. */
    public static String addressOf(RoutingContext routing) {
        var address = routing.request().remoteAddress();
        return "address " + (address == null || address.host() == null ? "" : network(address.host()));
    }

    /**
     * The /64 of an IPv6 address, any of which whoever has one may use (RFC 6177); the IPv4 address where that is mapped into
     * it; a name, by which a trusted proxy may hide an address, as it is.
     */
    static String network(String host) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return host;
        }
        try {
            var address = InetAddress.getByAddress(bytes);
            return address instanceof Inet4Address
                    ? address.getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, PREFIX_BYTES) + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
