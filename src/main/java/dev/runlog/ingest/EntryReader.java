package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.log.ApiCall;
import dev.runlog.log.LogRow;
import dev.runlog.log.LogRow.Call;
import dev.runlog.log.LogRow.Said;
import dev.runlog.log.Severity;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads log entries and failed calls as they arrive.
 *
 * @param receivedAt the time of receipt, which stands in for a time that is absent or cannot be believed
 */
record EntryReader(Instant receivedAt, Redaction redaction, Contexts contexts) {
    EntryReader(Instant receivedAt, Redaction redaction) {
        this(receivedAt, redaction, new Contexts(redaction));
    }

    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration BEHIND = Duration.ofDays(30);
    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}");

    /** {@code {"level"?, "message", "context"?, "timestamp"?}}. */
    LogRow entry(Members members) throws IOException {
        Level level = Level.DEFAULT;
        String message = null;
        String context = null;
        Instant timestamp = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "level" -> level = level(members);
                case "message" -> message = message(members);
                case "context" -> context = contexts.read(members);
                case "timestamp" -> timestamp = members.timeOrNull();
                default -> members.unknown();
            }
        }
        members.require("message");
        if (!members.faults().isEmpty()) {
            return null;
        }
        return entry(timestamp, level, message, context);
    }

    /** {@code {"message", "context"?}}, the level being part of the address. */
    LogRow entry(Members members, Level level) throws IOException {
        String message = null;
        String context = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "message" -> message = message(members);
                case "context" -> context = contexts.read(members);
                default -> members.ignore();
            }
        }
        members.require("message");
        return members.faults().isEmpty() ? entry(null, level, message, context) : null;
    }

    /** {@code {"method", "requestUri", "responseCode", "responseBody"?, "durationMs"?, "timestamp"?, …}}. */
    LogRow failure(Members members) throws IOException {
        Level level = new Level(Severity.ERROR, null);
        String method = null;
        String uri = null;
        Long code = null;
        String body = null;
        Long duration = null;
        Instant timestamp = null;
        String message = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "method" -> method = method(members);
                case "requestUri" -> uri = message(members);
                case "responseCode" -> code = members.wholeOrNull(400, 599);
                case "responseBody" -> body = members.textOrNull();
                case "durationMs" -> duration = members.wholeOrNull(0, Long.MAX_VALUE);
                case "timestamp" -> timestamp = members.timeOrNull();
                case "level" -> level = level(members);
                case "message" -> message = members.isNull() ? null : message(members);
                default -> members.unknown();
            }
        }
        members.require("method", "requestUri", "responseCode");
        if (!members.faults().isEmpty()) {
            return null;
        }
        var responseCode = code == null ? null : (Integer) code.intValue();
        var text = message != null ? message : ApiCall.told(method, uri, responseCode);
        var size = body == null ? null : (Long) (long) Utf8.length(body);
        return LogRow.ofCall(
                said(timestamp, level, text, null),
                new Call(method, uri, responseCode, redaction.textOrNull(body), size, duration));
    }

    /**
     * An entry that came otherwise than as JSON of its own.
     *
     * @param timestamp null where there is none
     * @param message not blank
     * @param context without credentials; null where there is none
     */
    LogRow entry(Instant timestamp, Level level, String message, String context) {
        return LogRow.ofApplication(said(timestamp, level, message, context));
    }

    private Said said(Instant timestamp, Level level, String message, String context) {
        var believed = timestamp != null
                && !timestamp.isAfter(receivedAt.plus(AHEAD))
                && !timestamp.isBefore(receivedAt.minus(BEHIND));
        return new Said(
                believed ? timestamp : receivedAt,
                believed ? null : timestamp,
                level.severity(),
                level.label(),
                message,
                context);
    }

    private static Level level(Members members) throws IOException {
        var token = members.value().currentToken();
        var level = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT
                ? Level.of(members.value().getText())
                : Optional.<Level>empty();
        if (level.isEmpty()) {
            members.fault("must be " + Severity.EXPECTED);
        }
        return level.orElse(Level.DEFAULT);
    }

    private String message(Members members) throws IOException {
        var text = members.isNull() ? "" : members.text();
        if (text != null && text.isBlank()) {
            members.fault("must not be blank");
        }
        return redaction.textOrNull(text);
    }

    private static String method(Members members) throws IOException {
        var text = members.text();
        if (text != null && !METHOD.matcher(text).matches()) {
            members.fault("must be an HTTP method");
        }
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /**
     * A level as it was sent.
     *
     * @param label {@code success}, {@code report}, or null for the severity's own name
     */
    record Level(Severity severity, String label) {
        static final Level DEFAULT = new Level(Severity.INFO, null);

        static Optional<Level> of(String text) {
            return Severity.of(text).map(severity -> new Level(severity, Severity.ownLabel(text)));
        }
    }
}
