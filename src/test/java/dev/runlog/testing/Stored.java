package dev.runlog.testing;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the database holds of a run, whatever the service says. */
@Singleton
public class Stored {
    private final AgroalDataSource database;

    Stored(AgroalDataSource database) {
        this.database = database;
    }

    /** A row of {@code log_entry}; {@code cut} counts 1 message, 2 context, 4 response body, 8 request URI. */
    public record Entry(
            int seq,
            String connector,
            Instant loggedAt,
            Instant sentAt,
            Instant receivedAt,
            int level,
            String label,
            int source,
            int cut,
            Long fingerprint,
            String message,
            String context,
            String method,
            String requestUri,
            Integer responseCode,
            String responseBody,
            Long responseBodyBytes,
            Long durationMs) {}

    /** Whether anything has been heard of the run. */
    public boolean knows(UUID processId) {
        return !query("select 1 from run_key where process_id = ?", processId, row -> row.getInt(1))
                .isEmpty();
    }

    /** The run's entries in order of {@code seq}. */
    public List<Entry> entries(UUID processId) {
        var question = """
                select e.*, c.name as connector
                from run_key k
                join log_entry e on e.run_id = k.run_id
                left join connector c on c.connector_id = e.connector_id
                where k.process_id = ?
                order by e.seq
                """;
        return query(question, processId, Stored::entry);
    }

    /** The run's only entry. */
    public Entry entry(UUID processId) {
        var entries = entries(processId);
        if (entries.size() != 1) {
            throw new AssertionError(entries.size() + " entries are stored");
        }
        return entries.get(0);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getInt("seq"),
                row.getString("connector"),
                time(row, "logged_at"),
                time(row, "sent_at"),
                time(row, "received_at"),
                row.getInt("level"),
                row.getString("label"),
                row.getInt("source"),
                row.getInt("cut"),
                row.getObject("fingerprint", Long.class),
                row.getString("message"),
                row.getString("context"),
                row.getString("method"),
                row.getString("request_uri"),
                row.getObject("response_code", Integer.class),
                row.getString("response_body"),
                row.getObject("response_body_bytes", Long.class),
                row.getObject("duration_ms", Long.class));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String question, UUID processId, Reader<T> reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setObject(1, processId);
            try (var row = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (row.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
