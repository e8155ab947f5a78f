package dev.runlog.problem;

import io.vertx.ext.web.RoutingContext;

/** The path that was called, for a request that is led to another one: what a problem document names. */
public final class CalledPath {
    private static final String KEY = "runlog.called-path";

    private CalledPath() {}

    /** To be asked before it is led elsewhere. */
    public static void keep(RoutingContext rc) {
        rc.put(KEY, rc.request().path());
    }

    static String of(RoutingContext rc) {
        return rc.get(KEY, rc.request().path());
    }
}
