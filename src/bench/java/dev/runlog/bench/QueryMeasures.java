package dev.runlog.bench;

import dev.runlog.bench.Figure.Aim;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** Questions at growing numbers of entries, how many pages sixteen callers get, exports, and what entries take on disk. */
final class QueryMeasures {
    private static final int CALLERS = 16;
    private static final int SOME_CONNECTOR = Questions.SOME_CONNECTOR;
    private static final String PAGE_OF_LOGS = """
            select e.*, r.process_id, r.site, r.version
            from log_entry e
            join run r on r.run_id = e.run_id
            where e.connector_id = ?
            order by e.logged_at desc, e.run_id desc, e.seq desc
            limit 51
            """;

    private final Stage stage;
    private final BenchSettings settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private final QuerySeed seed;
    private final Questions questions;

    QueryMeasures(Stage stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
        this.seed = new QuerySeed(stage.database());
        this.questions = new Questions(stage, settings, seed);
    }

    List<Figure> all() throws Exception {
        var sizes = settings.entries();
        for (int i = 0; i < sizes.size(); i++) {
            seed.upTo(sizes.get(i));
            questions.measure(i + 1 == sizes.size());
        }
        var figures = new ArrayList<>(questions.figures());
        figures.add(throughput());
        figures.add(export());
        figures.add(size("stored for an entry, today's", null));
        rebuildIndexes();
        figures.add(size("stored for an entry, of days that are over", Aim.atMost(1.5)));
        return figures;
    }

    private Figure throughput() throws Exception {
        var path = "/api/v1/logs?connector=" + QuerySeed.connector(SOME_CONNECTOR);
        var scripts =
                Stream.generate(() -> FixedScript.get(path)).limit(CALLERS).toList();
        Steady.warmUp(() ->
                ClosedLoop.run(stage.storing(), scripts, settings.warmUp()).perSecond());
        bare();
        var answered = new Series();
        var bare = new Series();
        for (int i = 0; i < settings.rounds(); i++) {
            answered.add(
                    ClosedLoop.run(stage.storing(), scripts, settings.round()).perSecond());
            bare.add(bare());
        }
        return new Figure(
                "logs by connector, 16 callers",
                "pages/s",
                answered.median(),
                "bare SQL",
                bare.median(),
                Aim.atLeast(0.5),
                0);
    }

    /** Pages a second that sixteen threads read with a prepared statement each. */
    private double bare() throws Exception {
        var threads = Executors.newFixedThreadPool(CALLERS);
        var pages = new AtomicLong();
        var stop = System.nanoTime() + settings.round().toNanos();
        try {
            var readers = Stream.<Callable<Void>>generate(() -> () -> readUntil(stop, pages))
                    .limit(CALLERS)
                    .toList();
            for (var reader : threads.invokeAll(readers)) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return pages.get() * 1e9 / settings.round().toNanos();
    }

    private Void readUntil(long stop, AtomicLong pages) throws SQLException {
        try (var connection = stage.database().open();
                var question = connection.prepareStatement(PAGE_OF_LOGS)) {
            question.setInt(1, seed.connectorId(SOME_CONNECTOR));
            while (System.nanoTime() < stop) {
                try (var row = question.executeQuery()) {
                    while (row.next()) {
                        row.getString("message");
                    }
                }
                pages.incrementAndGet();
            }
        }
        return null;
    }

    private Figure export() throws Exception {
        Steady.warmUp(this::exportedMeanwhile);
        copied();
        var exported = new Series();
        var copied = new Series();
        for (int i = 0; i < settings.rounds(); i++) {
            exported.add(exported());
            copied.add(copied());
        }
        return new Figure(
                "NDJSON export of a connector",
                "entries/s",
                exported.median(),
                "copy",
                copied.median(),
                Aim.atLeast(0.5),
                0);
    }

    private double exportedMeanwhile() throws IOException, InterruptedException {
        var over = System.nanoTime() + settings.warmUp().toNanos();
        double last = exported();
        while (System.nanoTime() < over) {
            last = exported();
        }
        return last;
    }

    /** Entries a second. */
    private double exported() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(stage.at("/api/v1/logs?connector=" + QuerySeed.connector(SOME_CONNECTOR)))
                .header("Accept", "application/x-ndjson")
                .build();
        var start = System.nanoTime();
        long lines = 0;
        try (var body = http.send(request, BodyHandlers.ofInputStream()).body()) {
            var bytes = new byte[64 * 1024];
            for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
                for (int i = 0; i < read; i++) {
                    lines += bytes[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines * 1e9 / (System.nanoTime() - start);
    }

    private double copied() throws SQLException, IOException {
        var copy = "copy (select * from log_entry where connector_id = " + seed.connectorId(SOME_CONNECTOR)
                + " order by logged_at desc, run_id desc, seq desc) to stdout";
        try (var connection = stage.database().open()) {
            var start = System.nanoTime();
            var rows =
                    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, OutputStream.nullOutputStream());
            return rows * 1e9 / (System.nanoTime() - start);
        }
    }

    /** As the service does once a day is over. */
    private void rebuildIndexes() throws SQLException {
        try (var connection = stage.database().open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    do $$
                    declare
                        index regclass;
                    begin
                        for index in
                            select i.indexrelid
                            from pg_inherits h
                            join pg_index i on i.indrelid = h.inhrelid
                            where h.inhparent = 'log_entry'::regclass
                        loop
                            execute format('alter index %s set (fillfactor = 100)', index);
                        end loop;
                    end $$
                    """);
            statement.execute("reindex table log_entry");
        }
    }

    /** Of all days: what other parts of the benchmark wrote is alike. */
    private Figure size(String name, Aim aim) throws SQLException {
        var asked = """
                select (select sum(pg_total_relation_size(inhrelid)) from pg_inherits
                        where inhparent = 'log_entry'::regclass)::float8 / count(*),
                       avg(octet_length(json_build_object('level', 'info', 'timestamp', logged_at, 'message', message,
                                                          'context', context)::text))::float8
                from log_entry
                """;
        try (var connection = stage.database().open();
                var statement = connection.createStatement();
                var row = statement.executeQuery(asked)) {
            row.next();
            return new Figure(name, "bytes", row.getDouble(1), "as JSON", row.getDouble(2), aim, 0);
        }
    }
}
