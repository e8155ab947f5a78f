package dev.runlog.page;

import dev.runlog.platform.Rfc3339;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query parameters of one request, read strictly: what is asked for becomes known, every fault is collected, and
 * {@link #check()} refuses the request for the faults and for any parameter that nobody asked for.
 */
public final class Parameters {
    private static final int MOST_VALUES = 100;
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Set<String> NOT_A_FILTER = Set.of("cursor", "limit", "count", "format", "wait");

    private final String path;
    private final MultivaluedMap<String, String> given;
    private final Set<String> known = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Optional<Cursor> cursor;
    private final boolean cursorRefused;
    private final Instant began;

    private Parameters(String path, MultivaluedMap<String, String> given, Instant now, boolean ofList) {
        this.path = path;
        this.given = given;
        var text = ofList ? one("cursor") : Optional.<String>empty();
        this.cursor = text.flatMap(encoded -> Cursor.decode(encoded, scope()));
        this.cursorRefused = text.isPresent() && cursor.isEmpty();
        this.began = cursor.map(Cursor::began).orElse(now);
    }

    /** The parameters of an address that is no list. */
    public static Parameters of(UriInfo uri, Instant now) {
        return new Parameters(uri.getPath(), uri.getQueryParameters(), now, false);
    }

    /** The parameters of a list, which knows {@code cursor}. */
    static Parameters ofList(UriInfo uri, Instant now) {
        return new Parameters(uri.getPath(), uri.getQueryParameters(), now, true);
    }

    /** When the walk over this list began: what spans such as {@code 6h} count back from. */
    public Instant began() {
        return began;
    }

    public Optional<Cursor> cursor() {
        return cursor;
    }

    /** What a cursor of this list is bound to: the address, the filters and the sort. */
    String scope() {
        var filters = new TreeMap<String, List<String>>();
        given.forEach((name, values) -> {
            if (!NOT_A_FILTER.contains(name)) {
                filters.put(name, List.copyOf(values));
            }
        });
        return path + filters;
    }

    /** Whether a parameter is given, if only with values that cannot be used. */
    public boolean has(String name) {
        known.add(name);
        return given.containsKey(name);
    }

    /** The one value of a parameter. */
    public Optional<String> one(String name) {
        var values = raw(name);
        if (values.size() > 1) {
            fault(name, "is given more than once");
        }
        return values.stream().findFirst();
    }

    /** The values of a parameter that may be repeated or separated by commas; {@code \,} (sent as {@code %5C,}) is a comma of a value. */
    public Set<String> anyOf(String name) {
        var values = new LinkedHashSet<String>();
        for (var text : raw(name)) {
            for (var value : SEPARATOR.split(text, -1)) {
                if (value.isBlank()) {
                    fault(name, "has an empty value");
                    continue;
                }
                values.add(value.strip().replace("\\,", ","));
            }
        }
        if (values.size() > MOST_VALUES) {
            fault(name, "has more than " + MOST_VALUES + " values");
        }
        return values;
    }

    /** As {@link #anyOf(String)}, each value read by {@code reader}; one it cannot read is a fault. */
    public <T> Set<T> anyOf(String name, Function<String, Optional<T>> reader, String expected) {
        var values = new LinkedHashSet<T>();
        for (var text : anyOf(name)) {
            read(name, text, reader, expected).ifPresent(values::add);
        }
        return values;
    }

    /** As {@link #anyOf(String)}, each value read by {@code reader}; what it cannot read is what nothing has. */
    public <T> Set<T> anyKnown(String name, Function<String, Optional<T>> reader) {
        return anyOf(name).stream()
                .flatMap(text -> reader.apply(text).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The values of a parameter that may be repeated, in each of which a comma is a comma. */
    public List<String> each(String name) {
        var values = raw(name).stream().distinct().toList();
        if (values.size() > MOST_VALUES) {
            fault(name, "has more than " + MOST_VALUES + " values");
        }
        return values;
    }

    /** The one value, read by {@code reader}; one it cannot read is a fault. */
    public <T> Optional<T> one(String name, Function<String, Optional<T>> reader, String expected) {
        return one(name).flatMap(text -> read(name, text, reader, expected));
    }

    /** The chosen sort; the first of those offered where none is named. */
    public String sort(List<String> offered) {
        return one("sort", text -> Optional.of(text).filter(offered::contains), "one of " + String.join(", ", offered))
                .orElse(offered.get(0));
    }

    public Set<UUID> ids(String name) {
        return anyOf(name, Parameters::id, "a UUID");
    }

    /** A UUID in its 36-character form; empty for anything else. */
    public static Optional<UUID> id(String text) {
        try {
            // Which takes shorter groups too.
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException isNone) {
            return Optional.empty();
        }
    }

    public OptionalLong number(String name, long least, long most) {
        var value = one(
                name,
                text -> whole(text).filter(number -> number >= least && number <= most),
                "a whole number from " + least + " to " + most);
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** Digits with at most a sign, within 18 places; empty for anything else. */
    public static Optional<Long> whole(String text) {
        return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    public boolean flag(String name) {
        return one(
                        name,
                        text -> switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        },
                        "true or false")
                .orElse(false);
    }

    /** A time, or a span back from when the walk began. */
    public Optional<Instant> time(String name) {
        return one(
                name,
                this::timeOf,
                "an RFC 3339 time (2026-11-23T12:00:00Z) or a span back from now (15m, 6h, 7d, PT15M)");
    }

    private Optional<Instant> timeOf(String text) {
        // An unescaped + of an offset arrives as a space.
        var time = Rfc3339.parse(text.replace(' ', '+'));
        if (time.isPresent()) {
            return time;
        }
        return span(text).flatMap(span -> {
            try {
                return Optional.of(began.minus(span)).filter(past -> past.isAfter(Instant.EPOCH));
            } catch (DateTimeException | ArithmeticException tooLong) {
                return Optional.empty();
            }
        });
    }

    /** A length of time: {@code 15m}, {@code 7d}, {@code PT15M}; empty for anything else. */
    public static Optional<Duration> span(String text) {
        var parts = SPAN.matcher(text);
        if (parts.matches()) {
            var amount = Long.parseLong(parts.group(1));
            return Optional.of(
                    switch (parts.group(2)) {
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        case "d" -> Duration.ofDays(amount);
                        default -> Duration.ofDays(7 * amount);
                    });
        }
        try {
            return Optional.of(Duration.parse(text)).filter(span -> !span.isNegative());
        } catch (DateTimeException notAnIsoDuration) {
            return Optional.empty();
        }
    }

    /** Adds a fault of a parameter, once; {@code detail} goes on behind its name. */
    public void fault(String name, String detail) {
        var fault = Fault.ofParameter(name, name + " " + detail + ".");
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** Ends reading: throws for every fault found, and for parameters that nobody asked for. */
    public void check() {
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Problems.unknownParameters(unknown, known, faults);
        }
        if (!faults.isEmpty()) {
            var first = faults.get(0).detail();
            var more = faults.size() - 1;
            throw new Refusal(
                    ProblemCode.INVALID_PARAMETER, more == 0 ? first : first + " " + more + " more in errors.", faults);
        }
        if (cursorRefused) {
            throw Cursor.refused();
        }
    }

    private List<String> raw(String name) {
        known.add(name);
        var values = given.get(name);
        if (values == null) {
            return List.of();
        }
        var usable = new ArrayList<String>();
        for (var value : values) {
            if (value == null || value.isBlank()) {
                fault(name, "is empty; leave it out or give it a value");
            } else if (value.indexOf('\0') >= 0) {
                fault(name, "holds a NUL character");
            } else {
                usable.add(value);
            }
        }
        return usable;
    }

    private <T> Optional<T> read(String name, String text, Function<String, Optional<T>> reader, String expected) {
        var value = reader.apply(text);
        if (value.isEmpty()) {
            fault(name, "must be " + expected);
        }
        return value;
    }
}
