package dev.runlog.log;

import dev.runlog.access.Access;
import dev.runlog.page.EventStreams;
import dev.runlog.page.Parameters;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;

/** The live tail: a run's entries as a stream of events. */
@ApplicationScoped
class LogStreams {
    private final EventStreams streams;
    private final LogTails tails;
    private final RunStore runs;
    private final Sights sights;
    private final Access access;
    private final Clock clock;

    LogStreams(EventStreams streams, LogTails tails, RunStore runs, Sights sights, Access access, Clock clock) {
        this.streams = streams;
        this.tails = tails;
        this.runs = runs;
        this.sights = sights;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Begins the stream. A reader that comes back goes on behind what it has seen, whatever its address says.
     *
     * @throws dev.runlog.problem.Refusal 404 where the run has not been seen, 400 for anything wrong in the parameters
     */
    void logs(String processId, UriInfo uri, RoutingContext routing) {
        var runId = runs.idWithLogs(sights.seen(), processId);
        var parameters = Parameters.of(uri, clock.instant());
        var filter = LogFilter.ofTail(runId, parameters);
        var afterSeq = LogFilter.afterSeq(parameters).orElse(0);
        parameters.check();
        var position = EventStreams.lastEventId(routing).orElse(afterSeq);
        var stream = streams.begin(routing);
        access.whileAllowed(routing, stream::close);
        var tail = tails.follow(runId, filter, position, new StreamedTail(stream));
        stream.whenClosed(() -> tails.leave(tail));
        stream.whenReady(() -> {
            if (tail.isBehind()) {
                tails.wake(runId);
            }
        });
        tails.wake(runId); // it may have become ready before anybody was to be told
    }
}
