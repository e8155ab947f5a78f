package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Items read from a body, and those that were wrong: never all for one, never one for all.
 *
 * @param accepted at least one
 */
record Batch<T>(List<T> accepted, List<Rejected> rejected) {
    /** What is said of a body without a value. */
    static final String EMPTY = "The body is empty. Nothing was stored.";

    private static final int MOST_FAULTS_SHOWN = 100;

    /**
     * An item that was not taken.
     *
     * @param index its place in the batch, from 0
     * @param pointer JSON Pointer (RFC 6901) to the part at fault, the batch's index first
     */
    record Rejected(int index, String pointer, String detail) {}

    /** Reads one object; its faults say whether it is taken. */
    @FunctionalInterface
    interface Item<T> {
        T read(Members members) throws IOException;
    }

    /**
     * Reads one object, an array of them, or a line each.
     *
     * @param lines NDJSON: a line that is no JSON is rejected alone
     * @throws Refusal 400 where the body does not parse or nothing in it is valid, 413 for over {@code most} items
     */
    static <T> Batch<T> read(Body body, boolean lines, int most, Item<T> item) {
        var reading = new Reading<>(most, item);
        try {
            if (lines) {
                reading.lines(body);
            } else {
                reading.document(body);
            }
        } catch (IOException broken) {
            throw StrictJson.refused(broken);
        }
        return reading.batch();
    }

    /** Reads one object and nothing else. */
    static <T> T one(Body body, Item<T> item) {
        try (var json = StrictJson.parser(body)) {
            requireValue(json.nextToken());
            var members = new Members(json, "", MOST_FAULTS_SHOWN);
            var value = members.isObject() ? item.read(members) : null;
            requireEnd(json);
            if (!members.faults().isEmpty()) {
                throw invalid(members.faults(), members.faults().size());
            }
            return value;
        } catch (IOException broken) {
            throw StrictJson.refused(broken);
        }
    }

    static void requireValue(JsonToken first) {
        if (first == null || first == JsonToken.VALUE_NULL) {
            throw new Refusal(ProblemCode.MALFORMED_BODY, EMPTY);
        }
    }

    static void requireEnd(StrictJson json) throws IOException {
        if (json.nextToken() != null) {
            throw new Refusal(
                    ProblemCode.MALFORMED_BODY,
                    "The body goes on behind the end of its JSON (several values, one a line, are sent as "
                            + "application/x-ndjson). Nothing was stored.");
        }
    }

    /** @param faults those to show, out of {@code count} */
    private static Refusal invalid(List<Fault> faults, int count) {
        var first = faults.get(0).detail();
        return new Refusal(
                ProblemCode.INVALID_BODY, count == 1 ? first : first + " " + (count - 1) + " more in errors.", faults);
    }

    private static final class Reading<T> {
        private final int most;
        private final Item<T> item;
        private final List<T> accepted = new ArrayList<>();
        private final List<Rejected> rejected = new ArrayList<>();
        private final List<Fault> shown = new ArrayList<>();
        private int faults;
        private int index;

        Reading(int most, Item<T> item) {
            this.most = most;
            this.item = item;
        }

        void document(Body body) throws IOException {
            try (var json = StrictJson.parser(body)) {
                var first = json.nextToken();
                requireValue(first);
                if (first == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        item(json, "/" + index);
                    }
                } else {
                    item(json, "");
                }
                requireEnd(json);
            }
        }

        void lines(Body body) throws IOException {
            body.requireText();
            var bytes = body.bytes();
            for (int from = 0; from < bytes.length; ) {
                int end = from;
                while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
                    end++;
                }
                if (!isBlank(bytes, from, end)) {
                    line(bytes, from, end - from);
                }
                from = end + 1;
            }
            if (index == 0) {
                requireValue(null);
            }
        }

        private static boolean isBlank(byte[] bytes, int from, int end) {
            for (int i = from; i < end; i++) {
                if (bytes[i] != ' ' && bytes[i] != '\t') {
                    return false;
                }
            }
            return true;
        }

        private void line(byte[] bytes, int from, int length) throws IOException {
            bound();
            try (var json = StrictJson.parser(bytes, from, length)) {
                json.nextToken();
                var members = new Members(json, "/" + index, Members.FEW_FAULTS);
                var value = members.isObject() ? item.read(members) : null;
                if (json.nextToken() != null) {
                    members.faults().add(Fault.ofPointer("/" + index, "The line goes on behind its JSON."));
                }
                take(value, members.faults());
            } catch (JsonProcessingException broken) {
                take(null, List.of(Fault.ofPointer("/" + index, "The line " + StrictJson.fault(broken))));
            }
        }

        private void item(StrictJson json, String pointer) throws IOException {
            bound();
            var members = new Members(json, pointer, Members.FEW_FAULTS);
            take(members.isObject() ? item.read(members) : null, members.faults());
        }

        private void bound() {
            if (index == most) {
                throw new Refusal(ProblemCode.TOO_LARGE, "The batch is over the bound of " + most + " entries.");
            }
        }

        private void take(T value, List<Fault> why) {
            if (why.isEmpty()) {
                accepted.add(value);
            } else {
                reject(index, why);
            }
            index++;
        }

        private void reject(int at, List<Fault> why) {
            faults += why.size();
            shown.addAll(why.subList(0, Math.min(why.size(), MOST_FAULTS_SHOWN - shown.size())));
            var detail = why.stream().map(Fault::detail).distinct().collect(Collectors.joining(" "));
            rejected.add(new Rejected(at, why.get(0).pointer(), detail));
        }

        Batch<T> batch() {
            if (index == 0) {
                throw new Refusal(ProblemCode.INVALID_BODY, "The batch is empty. Nothing was stored.");
            }
            if (accepted.isEmpty()) {
                throw invalid(shown, faults);
            }
            return new Batch<>(accepted, rejected);
        }
    }
}
