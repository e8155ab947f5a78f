package dev.runlog.bench;

import dev.runlog.bench.Figure.Aim;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Live tails while entries arrive: how soon an entry is where it is read, and what tails that are held open cost. */
final class TailMeasures {
    private static final int RUNS = 100;
    private static final int FEW = 10;
    private static final int MANY = 500;
    private static final int MOST = 1_000;
    private static final double ALLOWED_MS = 100;
    private static final String CONNECTIONS =
            "select count(*) from pg_stat_activity where application_name like 'runlog%'";

    private final Stage stage;
    private final BenchSettings settings;

    TailMeasures(Stage stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** What the service holds. */
    private record Held(double threads, double connections) {}

    List<Figure> all() throws Exception {
        try (var load = new TailLoad(stage.storing(), stage.runs(RUNS))) {
            load.follow(FEW);
            load.run(settings.warmUp());
            var few = held();
            load.follow(MANY);
            load.run(settings.warmUp());
            var half = new Series();
            var most = new Series();
            for (int i = 0; i < settings.rounds(); i++) {
                var before = stage.cpuTime();
                var round = load.run(settings.round());
                half.add(round.percentile(0.5), stage.cpuTime().since(before));
                most.add(round.percentile(0.99), stage.cpuTime().since(before));
            }
            load.follow(MOST);
            load.run(settings.warmUp());
            var full = load.run(settings.round());
            var many = held();
            return List.of(
                    delivery("500 tails, acknowledged to read, p50", half.median(), null, half.clientShare()),
                    delivery("500 tails, acknowledged to read, p99", most.median(), Aim.atMost(1), most.clientShare()),
                    delivery("1000 tails, acknowledged to read, p99", full.percentile(0.99), null, 0),
                    cost("threads with 1000 tails", "threads", many.threads, few.threads),
                    cost("database with 1000 tails", "connections", many.connections, few.connections));
        }
    }

    private static Figure delivery(String name, double value, Aim aim, double clientShare) {
        return new Figure(name, "ms", value, "allowed", ALLOWED_MS, aim, clientShare);
    }

    private static Figure cost(String name, String unit, double many, double few) {
        return new Figure(name, unit, many, "with " + FEW + " tails", few, Aim.atMost(1.1), 0);
    }

    private Held held() throws IOException, SQLException {
        try (var connection = stage.database().open();
                var question = connection.createStatement();
                var row = question.executeQuery(CONNECTIONS)) {
            row.next();
            return new Held(stage.metric("jvm_threads_live_threads"), row.getInt(1));
        }
    }
}
