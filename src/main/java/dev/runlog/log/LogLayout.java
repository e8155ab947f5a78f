package dev.runlog.log;

import dev.runlog.page.Layout;
import dev.runlog.page.Layout.Column;
import dev.runlog.platform.Rfc3339;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How entries look to eyes, grep and spreadsheets. */
final class LogLayout {
    static final Layout<LogEntry> OF_ENTRIES = new Layout<>(
            LogLayout::line,
            List.of(
                    new Column<>("processId", LogEntry::processId),
                    new Column<>("seq", LogEntry::seq),
                    new Column<>("timestamp", LogEntry::timestamp),
                    new Column<>("receivedAt", LogEntry::receivedAt),
                    new Column<>("level", LogEntry::level),
                    new Column<>("label", LogEntry::label),
                    new Column<>("source", LogEntry::source),
                    new Column<>("connector", LogEntry::connector),
                    new Column<>("site", LogEntry::site),
                    new Column<>("version", LogEntry::version),
                    new Column<>("message", LogEntry::message),
                    new Column<>("context", LogEntry::context),
                    new Column<>("truncated", LogEntry::truncated),
                    new Column<>("fingerprint", LogEntry::fingerprint),
                    new Column<>("method", ofCall(ApiCall::method)),
                    new Column<>("requestUri", ofCall(ApiCall::requestUri)),
                    new Column<>("responseCode", ofCall(ApiCall::responseCode)),
                    new Column<>("responseBody", ofCall(ApiCall::responseBody)),
                    new Column<>("durationMs", ofCall(ApiCall::durationMs))));

    private LogLayout() {}

    private static Function<LogEntry, Object> ofCall(Function<ApiCall, Object> column) {
        return entry -> entry.apiCall() == null ? null : column.apply(entry.apiCall());
    }

    private static String line(LogEntry entry) {
        var line = new StringBuilder()
                .append(Rfc3339.format(entry.timestamp()))
                .append(' ')
                .append("%-9s".formatted(entry.label().toUpperCase(Locale.ROOT)))
                .append(' ')
                .append(entry.connector() == null ? "-" : Layout.oneLine(entry.connector()))
                .append(' ')
                .append(entry.processId())
                .append('#')
                .append(entry.seq())
                .append(' ')
                .append(Layout.oneLine(entry.message()));
        if (entry.apiCall() != null
                && !entry.message().startsWith(entry.apiCall().told())) {
            line.append(" (").append(Layout.oneLine(entry.apiCall().told())).append(')');
        }
        if (entry.context() != null && !entry.context().equals("{}")) {
            line.append(' ').append(Layout.oneLine(entry.context()));
        }
        return line.toString();
    }
}
