package dev.runlog.page;

import io.vertx.ext.web.RoutingContext;

/** Whether who asked may still have the rest of a long answer; told by those who know credentials. */
public interface Permission {

    /** Runs it on the event loop, soon after the answer's caller may have no more; never once the answer has ended. */
    void whileAllowed(RoutingContext routing, Runnable close);
}
