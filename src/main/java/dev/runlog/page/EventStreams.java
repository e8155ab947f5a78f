package dev.runlog.page;

import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalInt;

/** Begins streams of events. */
@ApplicationScoped
public class EventStreams {
    public static final String TYPE = "text/event-stream";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final StreamConfig config;
    private final Turns turns;

    EventStreams(StreamConfig config, Turns turns) {
        this.config = config;
        this.turns = turns;
    }

    /**
     * Answers the request with a stream; nothing else may be written as its answer.
     *
     * @throws Refusal 429 where the caller follows as many as it may
     */
    public EventStream begin(RoutingContext routing) {
        turns.takeForEvents(routing);
        return new EventStream(routing, config);
    }

    /**
     * The last event that a reader that comes back has seen.
     *
     * @throws Refusal 400 where that is no event's number
     */
    public static OptionalInt lastEventId(RoutingContext routing) {
        var header = routing.request().getHeader(LAST_EVENT_ID);
        if (header == null || header.isBlank()) {
            return OptionalInt.empty();
        }
        var number = Parameters.whole(header.strip()).filter(id -> id >= 0 && id <= Integer.MAX_VALUE);
        if (number.isEmpty()) {
            var detail = LAST_EVENT_ID + " must be the id of an event of this stream.";
            throw new Refusal(ProblemCode.INVALID_HEADER, detail, List.of(Fault.ofParameter(LAST_EVENT_ID, detail)));
        }
        return OptionalInt.of(number.get().intValue());
    }
}
