package dev.runlog.bench;

import dev.runlog.access.AKey;
import dev.runlog.bench.Figure.Aim;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What it costs to ask who comes: the same requests with a key, and to a service that asks nobody. */
final class VerifiedMeasures {
    private static final int WRITERS = 64;
    private static final int READERS = 16;
    private static final double MOST_COST = 0.1;

    private final Stage stage;
    private final BenchSettings settings;
    private final String key = AKey.fresh();

    VerifiedMeasures(Stage stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    List<Figure> all() throws Exception {
        var guarded = stage.guarded(key);
        var figures = new ArrayList<Figure>();
        for (var work : works(stage.runs(WRITERS)).entrySet()) {
            figures.add(compare(work.getKey(), work.getValue(), guarded));
        }
        return figures;
    }

    private static Map<String, List<FixedScript>> works(List<UUID> runs) {
        var works = new LinkedHashMap<String, List<FixedScript>>();
        works.put(
                "singles, 64 connections, with a key",
                runs.stream().map(FixedScript::singles).toList());
        works.put("runs, 16 connections, with a key", readers("/api/v1/runs"));
        works.put("logs, 16 connections, with a key", readers("/api/v1/logs?connector=bench-1"));
        works.put("one run, 16 connections, with a key", readers("/api/v1/runs/" + runs.get(0)));
        return works;
    }

    private static List<FixedScript> readers(String path) {
        return Stream.generate(() -> FixedScript.get(path)).limit(READERS).toList();
    }

    private Figure compare(String name, List<FixedScript> scripts, InetSocketAddress guarded) throws Exception {
        var open = List.<Script>copyOf(scripts);
        var verified =
                scripts.stream().map(script -> (Script) script.bearing(key)).toList();
        ClosedLoop.run(stage.storing(), open, settings.warmUp());
        ClosedLoop.run(guarded, verified, settings.warmUp());
        var with = new ArrayList<Double>();
        var without = new ArrayList<Double>();
        for (int i = 0; i < settings.rounds(); i++) {
            with.add(ClosedLoop.run(guarded, verified, settings.round()).perSecond());
            without.add(ClosedLoop.run(stage.storing(), open, settings.round()).perSecond());
        }
        return new Figure(name, "requests/s", median(with), "without", median(without), Aim.atLeast(1 - MOST_COST), 0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
