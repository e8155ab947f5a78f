package dev.runlog.testing;

import dev.runlog.page.Parameters;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.time.Instant;

/** Query parameters as a resource gets them, without a request. */
public final class Asked {
    private Asked() {}

    /** @param query such as {@code level=error&from=1h}, nothing encoded; null and empty mean none */
    public static Parameters with(String query, Instant now) {
        var values = new MultivaluedHashMap<String, String>();
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&")) {
                values.add(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
        }
        var uri = (UriInfo) Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) -> method.getName().equals("getQueryParameters") ? values : "/asked");
        return Parameters.of(uri, now);
    }
}
