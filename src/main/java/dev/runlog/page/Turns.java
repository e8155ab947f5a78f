package dev.runlog.page;

import dev.runlog.platform.AnswerEnd;
import dev.runlog.platform.Caller;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how many long answers one caller has at a time. Any thread may ask. */
@Singleton
class Turns {
    private static final String RETRY_AFTER_SECONDS = "5";

    private final StreamConfig config;
    private final Map<Turn, Integer> taken = new ConcurrentHashMap<>();

    Turns(StreamConfig config) {
        this.config = config;
    }

    private record Turn(String what, String caller) {}

    /** @throws Refusal 429 where the caller has as many event streams as it may */
    void takeForEvents(RoutingContext routing) {
        take("event streams", config.perCaller(), routing);
    }

    /** @throws Refusal 429 where the caller has as many exports as it may */
    void takeForExport(RoutingContext routing) {
        take("exports", config.exportsPerCaller(), routing);
    }

    /** Given back with the end of the answer, however it ends. */
    private void take(String what, int most, RoutingContext routing) {
        var turn = new Turn(what, Caller.of(routing));
        if (taken.merge(turn, 1, Integer::sum) > most) {
            giveBack(turn);
            var detail = "There are already " + most + " " + what + " of this caller.";
            throw new Refusal(
                    ProblemCode.TOO_MANY_REQUESTS, detail, List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
        }
        AnswerEnd.of(routing, () -> giveBack(turn));
    }

    private void giveBack(Turn turn) {
        taken.computeIfPresent(turn, (key, count) -> count == 1 ? null : count - 1);
    }
}
