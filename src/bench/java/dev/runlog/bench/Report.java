package dev.runlog.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a table for people and as JSON for programs. */
record Report(BenchSettings settings, List<Figure> figures) {
    private static final String LINE = "%-52s %12s %-10s %-17s %12s %7s %7s  %-4s %6s%n";

    /** The JSON. */
    record Document(String at, int processors, long roundMs, int rounds, List<Line> figures) {}

    /** A figure, with what follows from it. */
    record Line(
            String name,
            String unit,
            double value,
            String limitName,
            double limit,
            double ratio,
            String aim,
            Boolean met,
            double clientShare) {}

    String table() {
        var table = new StringBuilder(String.format(
                Locale.ROOT, LINE, "figure", "measured", "unit", "limit", "", "ratio", "aim", "met", "client"));
        for (var figure : figures) {
            table.append(String.format(
                    Locale.ROOT,
                    LINE,
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    figure.limitName(),
                    number(figure.limit()),
                    String.format(Locale.ROOT, "%.2f", figure.ratio()),
                    figure.aim() == null ? "" : figure.aim(),
                    figure.met() == null ? "" : figure.met() ? "yes" : "no",
                    String.format(Locale.ROOT, "%.0f %%", figure.clientShare() * 100)));
        }
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1_000 ? "%.2f" : "%,.0f", value);
    }

    Path write() throws IOException {
        var lines = new ArrayList<Line>();
        for (var figure : figures) {
            lines.add(new Line(
                    figure.name(),
                    figure.unit(),
                    figure.value(),
                    figure.limitName(),
                    figure.limit(),
                    figure.ratio(),
                    figure.aim() == null ? null : figure.aim().toString(),
                    figure.met(),
                    figure.clientShare()));
        }
        var processors = Runtime.getRuntime().availableProcessors();
        var document = new Document(
                Instant.now().toString(), processors, settings.round().toMillis(), settings.rounds(), lines);
        var file = settings.directory().resolve("write-path.json");
        Files.write(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
        return file;
    }
}
