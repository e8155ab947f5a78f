package dev.runlog.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions that a row must meet, all of them, with what they bind. */
public final class Filter {
    /** Past these, planning takes longer than they save. */
    private static final int MOST_BRANCHES = 100;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> binds = new HashMap<>();
    private List<String> branches = List.of();

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

    /**
     * Narrows to rows whose {@code column} has one of the values, which are few: each is written out, and each is a
     * branch of its own, in which an index that begins with the column gives its order.
     */
    public Filter eachOf(String column, Collection<? extends Number> values) {
        return eitherOf(values.stream().map(value -> column + " = " + value).toList());
    }

    /** Narrows to rows that meet one of the conditions, of which no row meets two: each is a branch of its own. */
    public Filter eitherOf(List<String> conditions) {
        if (conditions.size() <= 1) {
            return and(conditions.isEmpty() ? "false" : conditions.get(0));
        }
        branches = branches.isEmpty()
                ? conditions
                : branches.stream()
                        .flatMap(branch -> conditions.stream().map(condition -> branch + " and " + condition))
                        .toList();
        return this;
    }

    /**
     * Adds a condition without letting the database guess how few rows meet it. Where it guesses too few, it reads and
     * sorts all that the other conditions leave, instead of walking an index in order until the page is full.
     */
    public Filter andUnguessed(String condition) {
        return and("case when " + condition + " then true else false end");
    }

    /** All conditions joined, {@code true} where there are none. */
    public String sql() {
        return branches.isEmpty() ? joined(conditions) : with("(" + String.join(" or ", branches) + ")");
    }

    /** The same as several, which exclude one another and together are it; at least one. */
    public List<String> branches() {
        return branches.isEmpty() || branches.size() > MOST_BRANCHES
                ? List.of(sql())
                : branches.stream().map(this::with).toList();
    }

    private String with(String condition) {
        var all = new ArrayList<>(conditions);
        all.add(condition);
        return joined(all);
    }

    private static String joined(List<String> conditions) {
        return conditions.isEmpty() ? "true" : String.join("\n  and ", conditions);
    }

    public Map<String, Object> binds() {
        return binds;
    }
}
