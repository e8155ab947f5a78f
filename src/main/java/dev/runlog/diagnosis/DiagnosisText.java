package dev.runlog.diagnosis;

import dev.runlog.diagnosis.Step.Exhibit;
import dev.runlog.page.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A diagnosis for a terminal of 80 columns; an address is on a line of its own and never broken. */
final class DiagnosisText {
    private static final int COLUMNS = 80;
    private static final String INDENT = "    ";

    private final List<String> lines = new ArrayList<>();

    private DiagnosisText() {}

    static String of(Diagnosis diagnosis) {
        var text = new DiagnosisText();
        text.head(diagnosis);
        diagnosis.steps().forEach(text::step);
        text.nextActions(diagnosis.nextActions());
        text.comparison(diagnosis.comparison());
        return String.join("\n", text.lines) + "\n";
    }

    private void head(Diagnosis diagnosis) {
        lines.add("Run " + diagnosis.processId());
        lines.add("");
        lines.add("Verdict: " + diagnosis.verdict().label() + " (confidence: "
                + diagnosis.confidence().label() + ")");
        wrap("", diagnosis.summary());
        if (!diagnosis.alsoFits().isEmpty()) {
            wrap(
                    "",
                    "Also fits: "
                            + diagnosis.alsoFits().stream().map(Verdict::label).collect(Collectors.joining(", ")));
        }
    }

    private void step(Step step) {
        lines.add("");
        lines.add(
                step.step() + ". " + step.title() + " [" + step.result().label().toUpperCase(Locale.ROOT) + "]");
        wrap(INDENT, step.finding());
        step.evidence().forEach(this::exhibit);
    }

    private void exhibit(Exhibit exhibit) {
        lines.add(INDENT + "> " + exhibit.href());
        if (exhibit.excerpt() != null) {
            exhibit.excerpt()
                    .lines()
                    .forEach(line -> lines.add(cut(INDENT + "  | " + Layout.oneLine(line.replace("\t", "    ")))));
        }
    }

    private void nextActions(List<String> actions) {
        if (actions.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("What to do next");
        actions.forEach(action -> {
            var address = action.lastIndexOf(" /");
            lines.add("");
            wrap(INDENT, address < 0 ? action : action.substring(0, address));
            if (address >= 0) {
                lines.add(INDENT + "> " + action.substring(address + 1));
            }
        });
    }

    private void comparison(Comparison comparison) {
        lines.add("");
        if (comparison.lastGoodRun() == null) {
            wrap("", "No earlier run of this connector and site is known to have succeeded.");
            return;
        }
        lines.add("Since the last good run");
        lines.add(INDENT + "> " + new Addresses(comparison.lastGoodRun()).run());
        var version = comparison.version();
        wrap(
                INDENT,
                comparison.differsInVersion()
                        ? "version " + version.then() + " became " + version.now()
                        : "version " + version.now() + " as before");
        if (comparison.durationRatio() != null) {
            wrap(INDENT, "it took " + comparison.durationRatio() + " times as long");
        }
        comparison.newFingerprints().forEach(group -> wrap(INDENT, "new: " + group.count() + " × " + group.title()));
        comparison
                .statesBetween()
                .forEach(state -> wrap(INDENT, "changed: " + Deployment.named(state) + ", " + state.status()));
    }

    private void wrap(String indent, String text) {
        var line = new StringBuilder(indent);
        for (var word : Layout.oneLine(text).split(" ")) {
            if (line.length() > indent.length() && line.length() + word.length() >= COLUMNS) {
                lines.add(cut(line.toString()));
                line.setLength(indent.length());
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        lines.add(cut(line.toString()));
    }

    private static String cut(String line) {
        return Words.cut(line, COLUMNS);
    }
}
