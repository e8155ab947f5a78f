package dev.runlog.bench;

import dev.runlog.bench.BenchSettings.Part;
import dev.runlog.bench.ClosedLoop.Round;
import dev.runlog.bench.Figure.Aim;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The figures of the write path. Each is taken round by round, and its limit between the same rounds. */
final class Measures {
    private static final int FEW = 8;
    private static final int MANY = 64;
    private static final int OUTPUT_BYTES = 64 * 1024;
    private static final int[] SESSIONS = {1, 2};
    private static final Duration LONGEST_OUTPUT = Duration.ofSeconds(2);

    private final Stage stage;
    private final BenchSettings settings;

    Measures(Stage stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    List<Figure> all() throws Exception {
        var figures = new ArrayList<Figure>();
        for (var part : Part.values()) {
            if (settings.parts().contains(part)) {
                figures.addAll(measure(part));
            }
        }
        return figures;
    }

    private List<Figure> measure(Part part) throws Exception {
        return switch (part) {
            case BATCHES -> batches();
            case SINGLES -> singles();
            case LONE -> lone();
            case OUTPUT -> output();
            case QUERIES -> new QueryMeasures(stage, settings).all();
            case TAILS -> new TailMeasures(stage, settings).all();
            case DIAGNOSIS -> new DiagnosisMeasures(stage, settings).all();
            case VERIFIED -> new VerifiedMeasures(stage, settings).all();
        };
    }

    private Round load(Series series, InetSocketAddress to, List<? extends Script> scripts) throws Exception {
        return load(series, to, scripts, settings.round());
    }

    private Round load(Series series, InetSocketAddress to, List<? extends Script> scripts, Duration time)
            throws Exception {
        var before = stage.cpuTime();
        var round = ClosedLoop.run(to, scripts, time);
        series.loadedBy(stage.cpuTime().since(before));
        return round;
    }

    private static List<Script> each(List<UUID> runs, Function<UUID, Script> script) {
        return runs.stream().map(script).toList();
    }

    private List<Figure> batches() throws Exception {
        var runs = stage.runs(FEW);
        var scripts = IntStream.range(0, FEW)
                .mapToObj(i -> (Script) new BatchScript(runs.get(i), i))
                .toList();
        var stored = new Series();
        var copied = new Series();
        var unstored = new Series();
        warmUp(stage.storing(), scripts);
        warmUp(stage.discarding(), scripts);
        for (int i = 0; i < settings.rounds(); i++) {
            var round = load(stored, stage.storing(), scripts);
            stored.add(round.perSecond() * BatchScript.ENTRIES);
            copied.add(copy(round.answers()));
            unstored.add(load(unstored, stage.discarding(), scripts).perSecond() * BatchScript.ENTRIES);
        }
        var name = "batches of 1000, 8 connections";
        return List.of(
                figure(name, "entries/s", stored, "COPY", copied, Aim.atLeast(0.75)),
                figure(name, "entries/s", stored, "unstored", unstored, null));
    }

    private double copy(int batches) throws Exception {
        double best = 0;
        for (int sessions : SESSIONS) {
            best = Math.max(best, new CopyLimit(stage).perSecond(batches, sessions));
        }
        return best;
    }

    private List<Figure> singles() throws Exception {
        var runs = stage.runs(MANY);
        var one = stage.runs(1).get(0);
        var overMany = each(runs, FixedScript::singles);
        var overOne =
                Stream.generate(() -> FixedScript.singles(one)).limit(MANY).toList();
        var sdk = each(runs, FixedScript::containerApi);
        for (var scripts : List.of(overMany, overOne, sdk)) {
            warmUp(stage.storing(), scripts);
            warmUp(stage.discarding(), scripts);
        }
        var series = Stream.generate(Series::new).limit(5).toList();
        for (int i = 0; i < settings.rounds(); i++) {
            rate(series.get(0), stage.storing(), overMany);
            rate(series.get(1), stage.discarding(), overMany);
            rate(series.get(2), stage.storing(), overOne);
            rate(series.get(3), stage.discarding(), overOne);
            rate(series.get(4), stage.storing(), sdk);
        }
        var unit = "entries/s";
        var half = Aim.atLeast(0.5);
        return List.of(
                figure("singles, 64 connections, 64 runs", unit, series.get(0), "unstored", series.get(1), half),
                figure("singles, 64 connections, 1 run", unit, series.get(2), "unstored", series.get(3), half),
                figure(
                        "Container API's route, 64 connections",
                        unit,
                        series.get(4),
                        "singles, 64 runs",
                        series.get(0),
                        Aim.atLeast(1)));
    }

    private void warmUp(InetSocketAddress to, List<? extends Script> scripts) throws Exception {
        ClosedLoop.run(to, scripts, settings.warmUp());
        Steady.warmUp(() -> ClosedLoop.run(to, scripts, settings.round()).perSecond());
    }

    private void rate(Series series, InetSocketAddress to, List<? extends Script> scripts) throws Exception {
        series.add(load(series, to, scripts).perSecond());
    }

    private List<Figure> lone() throws Exception {
        var scripts = each(stage.runs(1), FixedScript::singles);
        var commit = new CommitLimit(stage);
        ClosedLoop.run(stage.storing(), scripts, settings.warmUp());
        Steady.warmUp(() ->
                1 / ClosedLoop.run(stage.storing(), scripts, settings.round()).percentile(0.99));
        commit.run(settings.warmUp());
        var half = Stream.generate(Series::new).limit(2).toList();
        var most = Stream.generate(Series::new).limit(2).toList();
        for (int i = 0; i < settings.rounds(); i++) {
            var round = load(half.get(0), stage.storing(), scripts);
            var commits = commit.run(settings.round());
            half.get(0).add(round.percentile(0.5));
            half.get(1).add(commits.percentile(0.5));
            most.get(0).add(round.percentile(0.99));
            most.get(1).add(commits.percentile(0.99));
        }
        return List.of(
                figure("lone single entry, p50", "ms", half.get(0), "commit p50", half.get(1), null),
                figure("lone single entry, p99", "ms", most.get(0), "commit p99", most.get(1), Aim.atMost(3)));
    }

    private List<Figure> output() throws Exception {
        var bytes = OutputLimit.sample(OUTPUT_BYTES);
        var scripts = each(stage.runs(FEW), run -> FixedScript.output(run, bytes));
        var time = settings.round().compareTo(LONGEST_OUTPUT) < 0 ? settings.round() : LONGEST_OUTPUT;
        var stored = new Series();
        var copied = new Series();
        // Few large pieces would leave the service half compiled, and its compiler on half of the processors.
        var small = OutputLimit.sample(OUTPUT_BYTES / 128);
        ClosedLoop.run(
                stage.storing(), each(stage.runs(MANY), run -> FixedScript.output(run, small)), settings.warmUp());
        warmUp(stage.storing(), scripts);
        for (int i = 0; i < settings.rounds(); i++) {
            var round = load(stored, stage.storing(), scripts, time);
            stored.add(round.perSecond() * bytes.length / 1e6);
            var limit = new OutputLimit(stage, bytes);
            copied.add(DoubleStream.of(
                            limit.perSecond(round.answers(), SESSIONS[0]),
                            limit.perSecond(round.answers(), SESSIONS[1]))
                    .max()
                    .orElseThrow());
        }
        return List.of(figure("output of 64 KiB, 8 connections", "MB/s", stored, "COPY", copied, Aim.atLeast(0.6)));
    }

    private static Figure figure(String name, String unit, Series value, String limitName, Series limit, Aim aim) {
        return new Figure(name, unit, value.median(), limitName, limit.median(), aim, value.clientShare());
    }
}
