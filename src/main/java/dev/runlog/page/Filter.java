package dev.runlog.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions that a row must meet, all of them, with what they bind. */
public final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> binds = new HashMap<>();

    /** Adds a condition that binds nothing. */
    public Filter and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Adds a condition that binds {@code value} to {@code name}. */
    public Filter and(String condition, String name, Object value) {
        return bind(name, value).and(condition);
    }

    /** Binds a value of conditions that are added apart. */
    public Filter bind(String name, Object value) {
        binds.put(name, value);
        return this;
    }

    /** Narrows to rows whose {@code column} has one of the values asked for; none asked for means any. */
    public Filter anyOf(String column, String name, Collection<?> values) {
        return values.isEmpty() ? this : oneOf(column, name, values);
    }

    /**
     * Narrows to rows whose {@code column} has one of the values; with none nothing is found. A single one is compared
     * by {@code =}, so that an index that begins with the column gives its order too.
     */
    public Filter oneOf(String column, String name, Collection<?> values) {
        return values.size() == 1
                ? and(column + " = :" + name, name, values.iterator().next())
                : and(column + " = any(:" + name + ")", name, values);
    }

    /** All conditions joined, {@code true} where there are none. */
    public String sql() {
        return conditions.isEmpty() ? "true" : String.join("\n  and ", conditions);
    }

    public Map<String, Object> binds() {
        return binds;
    }
}
