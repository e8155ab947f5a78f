package dev.runlog.bench;

import dev.runlog.bench.Figure.Aim;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How long an answer takes one caller as entries grow in number, and what its reads take past the service. */
final class Questions {
    static final int SOME_RUN = 4_711;
    static final int SOME_CONNECTOR = SOME_RUN % 50;
    private static final int PAGES_DEEP = 50;
    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final Stage stage;
    private final BenchSettings settings;
    private final QuerySeed seed;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, List<Double>> medians = new LinkedHashMap<>();
    private final Map<String, List<Double>> tails = new LinkedHashMap<>();
    private final Map<String, Double> past = new LinkedHashMap<>();

    Questions(Stage stage, BenchSettings settings, QuerySeed seed) {
        this.stage = stage;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Each question in turn, round by round, so that what disturbs one for a while leaves its median alone.
     *
     * @param last whether these are the most entries, at which what is read is also asked past the service
     */
    void measure(boolean last) throws IOException, InterruptedException, SQLException {
        var asked = paths();
        if (medians.isEmpty()) {
            warmUp(asked);
        }
        var half = series(asked);
        var most = series(asked);
        for (int i = 0; i < settings.rounds(); i++) {
            for (var question : asked.entrySet()) {
                var script = List.of(FixedScript.get(question.getValue()));
                ClosedLoop.run(stage.storing(), script, settings.warmUp().dividedBy(8));
                var round =
                        ClosedLoop.run(stage.storing(), script, settings.round().dividedBy(2));
                half.get(question.getKey()).add(round.percentile(0.5));
                most.get(question.getKey()).add(round.percentile(0.99));
            }
        }
        for (var question : asked.entrySet()) {
            var name = question.getKey();
            medians.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(half.get(name).median());
            tails.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(most.get(name).median());
            if (last) {
                measurePast(name, question.getValue());
            }
        }
    }

    private static Map<String, Series> series(Map<String, String> asked) {
        return asked.keySet().stream().collect(Collectors.toMap(name -> name, name -> new Series()));
    }

    /** Only where the database is the embedded one, whose log can be read. */
    private void measurePast(String name, String path) throws IOException, InterruptedException, SQLException {
        var log = stage.databaseLog();
        if (log.isPresent()) {
            var sql = SameSql.of(stage.database(), log.get(), () -> text(path));
            if (sql.isEmpty()) {
                System.err.println("What is read for \"" + name + "\" cannot be told from the database's log");
                return;
            }
            sql.get().run(settings.warmUp().dividedBy(4));
            past.put(name, sql.get().run(settings.round().dividedBy(2)).percentile(0.5));
        }
    }

    /** The fewest entries are measured first and would be answered by code that is not compiled yet. */
    private void warmUp(Map<String, String> asked) throws IOException {
        for (var path : asked.values()) {
            ClosedLoop.run(stage.storing(), List.of(FixedScript.get(path)), settings.warmUp());
        }
    }

    /** At each size beside the fewest entries, and at the last beside what is read for it. */
    List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        medians.forEach((name, values) -> figures.addAll(growth(name + ", p50", values, Aim.atMost(1.3))));
        tails.forEach((name, values) -> figures.addAll(growth(name + ", p99", values, null)));
        past.forEach((name, median) -> {
            var values = medians.get(name);
            figures.add(new Figure(
                    name + ", p50", "ms", values.get(values.size() - 1), "its reads by SQL", median, null, 0));
        });
        return figures;
    }

    private List<Figure> growth(String name, List<Double> values, Aim aim) {
        var figures = new ArrayList<Figure>();
        var fewest = "at " + settings.entries().get(0) + " entries";
        int last = values.size() - 1;
        for (int i = 1; i < last; i++) {
            var at = name + " at " + settings.entries().get(i);
            figures.add(new Figure(at, "ms", values.get(i), fewest, values.get(0), null, 0));
        }
        figures.add(new Figure(name, "ms", values.get(last), fewest, values.get(0), aim, 0));
        return figures;
    }

    /** A limit stands where the fewest entries do not fill a page: what is compared holds as much at each size. */
    private Map<String, String> paths() throws IOException, InterruptedException, SQLException {
        var run = "/api/v1/runs/" + seed.processId(SOME_RUN);
        var connector = "connector=" + QuerySeed.connector(SOME_CONNECTOR);
        var asked = new LinkedHashMap<String, String>();
        asked.put("runs", "/api/v1/runs");
        asked.put("runs by connector, status, version", "/api/v1/runs?status=succeeded&version=1.3&" + connector);
        asked.put("one run", run);
        asked.put("logs", "/api/v1/logs");
        asked.put("logs by connector", "/api/v1/logs?" + connector);
        asked.put("logs by connector, errors", "/api/v1/logs?limit=25&minLevel=error&" + connector);
        asked.put("logs by connector, none", "/api/v1/logs?minLevel=alert&" + connector);
        asked.put("logs, deep", "/api/v1/logs?cursor=" + deepCursor());
        asked.put("logs of a run", run + "/logs?limit=10");
        asked.put("logs of a run, errors", run + "/logs?limit=2&minLevel=error");
        asked.put("failures by code", "/api/v1/failures?responseCode=404");
        asked.put("failures by address, none", "/api/v1/failures?uri=/nowhere");
        asked.put("logs by site", "/api/v1/logs?site=site-77");
        asked.put("logs by site, none", "/api/v1/logs?site=nowhere");
        asked.put("histogram by connector", "/api/v1/logs/histogram?interval=1h&" + connector);
        asked.put("histogram", "/api/v1/logs/histogram?interval=1h");
        asked.put("error groups", "/api/v1/error-groups?" + connector);
        asked.put("stats of runs", "/api/v1/stats/runs?groupBy=status");
        return asked;
    }

    /** As deep as the fewest entries allow, and so at each size. */
    private String deepCursor() throws IOException, InterruptedException {
        var cursor = "";
        var pages = Math.min(PAGES_DEEP, settings.entries().get(0) / 1_000 - 1);
        for (int i = 0; i < pages; i++) {
            var page = text("/api/v1/logs?limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            var next = CURSOR.matcher(page);
            next.find();
            cursor = next.group(1);
        }
        return cursor.isEmpty()
                ? text("/api/v1/logs?limit=1").split("\"nextCursor\":\"")[1].split("\"")[0]
                : cursor;
    }

    private String text(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(stage.at(path)).build(), BodyHandlers.ofString())
                .body();
    }
}
