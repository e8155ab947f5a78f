package dev.runlog.page;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL with named binds ({@code :name}). A collection binds as an array, for {@code = any(:name)}; none finds nothing. */
public final class Statement {
    private final StringBuilder sql;
    private final Map<String, Object> binds = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();

    public Statement(String sql) {
        this.sql = new StringBuilder(sql);
    }

    /** Goes on with more SQL. */
    public Statement then(String more) {
        sql.append('\n').append(more);
        return this;
    }

    public Statement bind(String name, Object value) {
        binds.put(name, value);
        return this;
    }

    /**
     * Writes the number out. A limit that is bound is not known to a plan that is kept, which looks dear then, so that the
     * question is planned anew each time: over many partitions that takes longer than the answer.
     */
    public Statement write(String name, int number) {
        written.put(name, number);
        return this;
    }

    public Statement bindAll(Map<String, Object> values) {
        binds.putAll(values);
        return this;
    }

    public PreparedStatement prepare(Connection connection) throws SQLException {
        var order = new ArrayList<String>();
        var statement = connection.prepareStatement(positional(order));
        try {
            set(statement, order);
            return statement;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    /** The SQL as the driver knows it, and what it binds, in order. */
    private String positional(List<String> order) {
        var positional = new StringBuilder(sql.length());
        int done = 0;
        for (int colon = sql.indexOf(":"); colon >= 0; colon = sql.indexOf(":", done)) {
            var end = nameEnd(colon + 1);
            positional.append(sql, done, colon);
            if (end > colon + 1) {
                positional.append(written(sql.substring(colon + 1, end), order));
                done = end;
            } else {
                done = sql.indexOf("::", colon) == colon ? colon + 2 : colon + 1;
                positional.append(sql, colon, done);
            }
        }
        return positional.append(sql, done, sql.length()).toString();
    }

    /** Where a name that may begin here ends; there is none behind the first colon of {@code ::}. */
    private int nameEnd(int start) {
        int end = start;
        if (start < sql.length() && !Character.isJavaIdentifierStart(sql.charAt(start))) {
            return start;
        }
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private String written(String name, List<String> order) {
        var number = written.get(name);
        if (number == null) {
            order.add(name);
        }
        return number == null ? "?" : number.toString();
    }

    private void set(PreparedStatement statement, List<String> order) throws SQLException {
        for (int i = 0; i < order.size(); i++) {
            var name = order.get(i);
            if (!binds.containsKey(name)) {
                throw new IllegalStateException("nothing is bound to :" + name);
            }
            set(statement, i + 1, binds.get(name));
        }
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null || value instanceof Collection<?> none && none.isEmpty()) {
            statement.setNull(index, Types.NULL); // "= any(null)" finds nothing
        } else if (value instanceof Instant time) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Collection<?> values) {
            statement.setArray(index, statement.getConnection().createArrayOf(elementType(values), values.toArray()));
        } else {
            statement.setObject(index, value);
        }
    }

    private static String elementType(Collection<?> values) {
        var first = values.iterator().next();
        if (first instanceof Long) {
            return "bigint";
        }
        if (first instanceof Integer) {
            return "integer";
        }
        return first instanceof UUID ? "uuid" : "text";
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
