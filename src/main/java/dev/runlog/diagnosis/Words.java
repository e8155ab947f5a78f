package dev.runlog.diagnosis;

import dev.runlog.log.LogExcerpt;
import dev.runlog.page.Layout;
import dev.runlog.platform.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How findings put things. */
final class Words {
    private static final Pattern ESCAPE = Pattern.compile("\\x1b\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern SOMETHING = Pattern.compile("\\S[^\\r\\n]*");
    private static final int TITLE = 200;
    private static final int LINE = 300;
    private static final int HEAD_LINES = 15;
    private static final int TAIL_LINES = 25;

    private Words() {}

    static String times(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** A call as a person would write it, or the first line of a message. */
    static String title(LogExcerpt entry) {
        if (entry.method() == null) {
            var message = entry.message().strip();
            return cut(Layout.oneLine(message.lines().findFirst().orElse(message)), TITLE);
        }
        return cut(Layout.oneLine(entry.method() + " " + entry.path()), TITLE) + answered(entry.responseCode());
    }

    /** As the titles of error groups are made: the first line with something on it. */
    static String titleOfGroup(LogExcerpt entry) {
        var said = ESCAPE.matcher(entry.message()).replaceAll("");
        var line = SOMETHING.matcher(said);
        return cut(line.find() ? line.group() : entry.message(), TITLE);
    }

    private static String answered(Integer responseCode) {
        return responseCode == null ? " got no answer" : " answered " + responseCode;
    }

    static String quoted(String text) {
        return "\"" + cut(text, TITLE) + "\"";
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** The lines, of many the first and the last, each of bounded length. */
    static String excerpt(List<String> lines) {
        var left = lines.size() - HEAD_LINES - TAIL_LINES;
        var shown = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (left > 1 && i >= HEAD_LINES && i < HEAD_LINES + left) {
                shown.append(i == HEAD_LINES ? "… " + left + " lines …\n" : "");
                continue;
            }
            shown.append(cut(lines.get(i), LINE)).append('\n');
        }
        return shown.toString().stripTrailing();
    }

    static String time(Instant time) {
        return Rfc3339.format(time);
    }

    static String span(long millis) {
        var span = Duration.ofMillis(millis);
        if (span.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return span.toHours() == 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }
}
