package dev.runlog.run;

import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.Listing;
import dev.runlog.page.Statement;
import dev.runlog.run.Connector.RunSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Connectors by name. */
final class ConnectorList implements Listing<Connector> {
    private static final String SELECT = """
            select c.name, c.last_process_id, c.last_status, c.last_started_at, c.last_deadline_at,
                   c.success_process_id, c.success_started_at,
                   array(
                       select v.version
                       from connector_version v
                       where v.connector_id = c.connector_id
                       order by v.first_seen desc, v.version desc
                       limit 100) as versions
            from connector c
            """;

    private final Filter filter;
    private final Instant now;

    ConnectorList(Filter filter, Instant now) {
        this.filter = filter;
        this.now = now;
    }

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        var statement = new Statement(SELECT + "where " + filter.sql()).bindAll(filter.binds());
        after.ifPresent(cursor -> statement.then("  and c.name > :after").bind("after", cursor.text(0)));
        statement.then("order by c.name");
        return statement.then("limit :limit").write("limit", limit);
    }

    @Override
    public Statement counted(int most) {
        return new Statement("select count(*) from (select 1 from connector c where " + filter.sql()
                        + " limit :most) matching")
                .bindAll(filter.binds())
                .bind("most", most);
    }

    @Override
    public Connector read(ResultSet row) throws SQLException {
        return new Connector(
                row.getString("name"),
                List.of((String[]) row.getArray("versions").getArray()),
                last(row),
                success(row));
    }

    private RunSummary last(ResultSet row) throws SQLException {
        var processId = row.getObject("last_process_id", UUID.class);
        if (processId == null) {
            return null;
        }
        var status = RunStatus.of(row.getString("last_status")).orElseThrow();
        return new RunSummary(processId, status.at(now, time(row, "last_deadline_at")), time(row, "last_started_at"));
    }

    private static RunSummary success(ResultSet row) throws SQLException {
        var processId = row.getObject("success_process_id", UUID.class);
        return processId == null
                ? null
                : new RunSummary(processId, RunStatus.SUCCEEDED, time(row, "success_started_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        return List.of(row.getString("name"));
    }
}
