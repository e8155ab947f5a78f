package dev.runlog.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.runlog.log.LogEntry;
import dev.runlog.output.OutputLine;
import dev.runlog.run.Run;
import dev.runlog.state.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that happened to a run. One of the four parts is there, the others are null.
 *
 * @param at when an entry was written by its sender's clock, and no later than it was received; when the beginning of a
 *     line was received, a state changed, the run started or ended; never before the item before it
 * @param run as it is now
 * @param state as it was from then on
 */
@Schema
record TimelineItem(
        Instant at,
        Source source,
        @Schema(nullable = true) LogEntry entry,
        @Schema(nullable = true) OutputLine line,
        @Schema(nullable = true) Run run,
        @Schema(nullable = true) State state) {

    /** Where it comes from; of what happened at the same time the earlier comes first. */
    @Schema(name = "TimelineSource")
    public enum Source {
        RUN,
        STATE,
        APPLICATION,
        CONTAINER_API,
        STDOUT,
        STDERR;

        static final String EXPECTED =
                "one of " + Arrays.stream(values()).map(Source::label).collect(Collectors.joining(", "));

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Source> of(String label) {
            return Arrays.stream(values())
                    .filter(source -> source.label().equals(label))
                    .findFirst();
        }
    }

    static TimelineItem of(LogEntry entry) {
        var source = Source.of(entry.source()).orElseThrow();
        var at = entry.timestamp().isBefore(entry.receivedAt()) ? entry.timestamp() : entry.receivedAt();
        return new TimelineItem(at, source, entry, null, null, null);
    }

    static TimelineItem of(OutputLine line) {
        var source = Source.of(line.stream()).orElseThrow();
        return new TimelineItem(line.receivedAt(), source, null, line, null, null);
    }

    static TimelineItem of(Run run, Instant at) {
        return new TimelineItem(at, Source.RUN, null, null, run, null);
    }

    static TimelineItem of(State state, Instant at) {
        return new TimelineItem(at, Source.STATE, null, null, null, state);
    }

    TimelineItem notBefore(Instant time) {
        return at.isBefore(time) ? new TimelineItem(time, source, entry, line, run, state) : this;
    }

    /** How much of a page's room it takes. */
    int characters() {
        if (line != null) {
            return line.text().length();
        }
        if (entry == null) {
            return 0;
        }
        var call = entry.apiCall();
        return entry.message().length()
                + length(entry.context())
                + (call == null ? 0 : call.requestUri().length() + length(call.responseBody()));
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
