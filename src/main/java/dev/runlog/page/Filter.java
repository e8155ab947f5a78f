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

    /** Adds the condition only where there are values to choose from: none given means any. */
    public Filter andAnyOf(String condition, String name, Collection<?> values) {
        return values.isEmpty() ? this : and(condition, name, values);
    }

    /** All conditions joined, {@code true} where there are none. */
    public String sql() {
        return conditions.isEmpty() ? "true" : String.join("\n  and ", conditions);
    }

    public Map<String, Object> binds() {
        return binds;
    }
}
