package dev.runlog.bench;

import dev.runlog.bench.ClosedLoop.Round;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the service reads to answer a question, as its database logs it, to be asked past the service. */
final class SameSql {
    /** So often that what occurs as often belongs to the question, and not to what else goes on. */
    private static final int TIMES = 7;

    private static final int TRIES = 3;

    private static final Duration RELOADED = Duration.ofMillis(300);
    private static final Pattern EXECUTED = Pattern.compile(
            "(?m)^runlog-query\\|LOG:  execute [^:]*: (.*(?:\\n\\t.*)*)\\n(?:runlog-query\\|DETAIL:  Parameters: (.*)\\n)?");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (?:NULL|'((?:[^']|'')*)')");

    private final Database database;
    private final List<Asked> statements;

    /** @param values as text; null for NULL */
    private record Asked(String sql, List<String> values) {
        static Asked of(String logged, String parameters) {
            var sql = logged.replace("\n\t", "\n").replaceAll("\\$\\d+", "?");
            var values = new ArrayList<String>();
            var parameter = PARAMETER.matcher(parameters == null ? "" : parameters);
            while (parameter.find()) {
                values.add(
                        parameter.group(1) == null ? null : parameter.group(1).replace("''", "'"));
            }
            return new Asked(sql, values);
        }

        /** The types are left to the database. */
        PreparedStatement prepare(Connection connection) throws SQLException {
            var statement = connection.prepareStatement(sql);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i), Types.OTHER);
            }
            return statement;
        }
    }

    private SameSql(Database database, List<Asked> statements) {
        this.database = database;
        this.statements = statements;
    }

    /** Asks the service. */
    @FunctionalInterface
    interface Question {
        void ask() throws IOException, InterruptedException;
    }

    /**
     * @param log of the database, which is told to log every statement meanwhile
     * @return empty where it cannot be told from what else goes on
     */
    static Optional<SameSql> of(Database database, Path log, Question question)
            throws IOException, InterruptedException, SQLException {
        var statements = List.<Asked>of();
        for (int i = 0; i < TRIES && statements.isEmpty(); i++) {
            statements = ofQuestion(logged(database, log, question));
        }
        return Optional.of(statements).filter(found -> !found.isEmpty()).map(found -> new SameSql(database, found));
    }

    private static String logged(Database database, Path log, Question question)
            throws IOException, InterruptedException, SQLException {
        var before = (int) Files.size(log);
        set(
                database,
                "set log_statement = 'all'",
                "set log_error_verbosity = 'default'",
                "set log_line_prefix = '%a|'");
        try {
            for (int i = 0; i < TIMES; i++) {
                question.ask();
            }
        } finally {
            set(database, "reset log_statement", "reset log_error_verbosity", "reset log_line_prefix");
        }
        var bytes = Files.readAllBytes(log);
        return new String(bytes, before, bytes.length - before, StandardCharsets.UTF_8);
    }

    private static void set(Database database, String... settings) throws SQLException, InterruptedException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            for (var setting : settings) {
                statement.execute("alter system " + setting);
            }
            statement.execute("select pg_reload_conf()");
        }
        Thread.sleep(RELOADED.toMillis());
    }

    /** Those of one time; none where something else asked one of them too. */
    private static List<Asked> ofQuestion(String said) {
        var bySql = new LinkedHashMap<String, List<Asked>>();
        var execution = EXECUTED.matcher(said);
        while (execution.find()) {
            var asked = Asked.of(execution.group(1), execution.group(2));
            bySql.computeIfAbsent(asked.sql(), sql -> new ArrayList<>()).add(asked);
        }
        var often =
                bySql.values().stream().filter(asked -> asked.size() >= TIMES).toList();
        return often.stream().anyMatch(asked -> asked.size() % TIMES != 0)
                ? List.of()
                : often.stream()
                        .flatMap(asked -> asked.subList(asked.size() - asked.size() / TIMES, asked.size()).stream())
                        .toList();
    }

    /** Asks them one behind the other in a session of its own; a latency is that of all together. */
    Round run(Duration time) throws SQLException {
        var latencies = new Latencies();
        try (var connection = database.open()) {
            var prepared = new ArrayList<PreparedStatement>();
            for (var statement : statements) {
                prepared.add(statement.prepare(connection));
            }
            var start = System.nanoTime();
            while (latencies.count() == 0 || System.nanoTime() - start < time.toNanos()) {
                var sent = System.nanoTime();
                for (var statement : prepared) {
                    read(statement);
                }
                latencies.add(System.nanoTime() - sent);
            }
            return latencies.over(System.nanoTime() - start);
        }
    }

    private static void read(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }
}
