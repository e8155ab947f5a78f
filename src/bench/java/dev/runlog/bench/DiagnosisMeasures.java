package dev.runlog.bench;

import dev.runlog.bench.Figure.Aim;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** How long a diagnosis takes, on a run with few entries and on one with many that show the same. */
final class DiagnosisMeasures {
    private static final int FEW = 10;
    private static final long MANY = 1_000_000;

    private final Stage stage;
    private final BenchSettings settings;

    DiagnosisMeasures(Stage stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    List<Figure> all() throws IOException, InterruptedException {
        var seed = new DiagnosisSeed(stage);
        var many = Math.min(
                MANY,
                settings.entries().stream().mapToLong(Long::longValue).max().orElse(MANY));
        var brief = diagnosisOf(seed.failedRun("brief", FEW));
        var wordy = diagnosisOf(seed.failedRun("wordy", many));
        for (var script : List.of(brief, wordy)) {
            ClosedLoop.run(stage.storing(), script, settings.warmUp());
        }
        var half = List.of(new Series(), new Series());
        var most = List.of(new Series(), new Series());
        for (int i = 0; i < settings.rounds(); i++) {
            measure(brief, half.get(0), most.get(0));
            measure(wordy, half.get(1), most.get(1));
        }
        return List.of(
                growth("diagnosis of " + many + " entries, p50", half, Aim.atMost(1.3)),
                growth("diagnosis of " + many + " entries, p99", most, null));
    }

    private static List<Script> diagnosisOf(UUID run) {
        return List.of(FixedScript.get("/api/v1/runs/" + run + "/diagnosis"));
    }

    private void measure(List<Script> script, Series half, Series most) throws IOException {
        var round = ClosedLoop.run(stage.storing(), script, settings.round());
        half.add(round.percentile(0.5));
        most.add(round.percentile(0.99));
    }

    private static Figure growth(String name, List<Series> values, Aim aim) {
        return new Figure(
                name,
                "ms",
                values.get(1).median(),
                "of " + FEW + " entries",
                values.get(0).median(),
                aim,
                0);
    }
}
