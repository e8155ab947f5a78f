package dev.runlog.platform;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of an answer, however it comes. */
public final class AnswerEnd {
    private AnswerEnd() {}

    /** Runs it once: at the end, or now where the caller has gone already, of which the framework tells nobody again. */
    public static void of(RoutingContext routing, Runnable then) {
        var waiting = new AtomicBoolean(true);
        Runnable once = () -> {
            if (waiting.getAndSet(false)) {
                then.run();
            }
        };
        routing.addEndHandler(ended -> once.run());
        if (routing.response().closed() || routing.response().ended()) {
            once.run();
        }
    }
}
