package dev.runlog.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.page.Parameters;
import dev.runlog.platform.Rfc3339;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a key is to be, read strictly: a limit that was mistyped must not be a limit that is not there.
 *
 * @param connectors null where it is not to be limited to some
 * @param processId null where it is not to be limited to one run
 * @param expiresAt null where it is not to expire
 */
record KeyInput(String name, List<String> scopes, List<String> connectors, UUID processId, Instant expiresAt) {
    private static final Set<String> MEMBERS = Set.of("name", "scopes", "connectors", "processId", "expiresAt");
    private static final int MOST_CONNECTORS = 100;

    /** @throws Refusal 400 where anything of it cannot be used */
    static KeyInput read(byte[] body, Instant now) {
        return new Reading(tree(body), now).input();
    }

    private static JsonNode tree(byte[] body) {
        try {
            var tree = JsonNames.read(body);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException broken) {
            throw malformed();
        }
        throw malformed();
    }

    private static Refusal malformed() {
        return new Refusal(ProblemCode.MALFORMED_BODY, "The body must be one JSON object. Nothing was stored.");
    }

    private static final class Reading {
        private final JsonNode body;
        private final Instant now;
        private final List<Fault> faults = new ArrayList<>();

        Reading(JsonNode body, Instant now) {
            this.body = body;
            this.now = now;
        }

        KeyInput input() {
            body.fieldNames().forEachRemaining(this::check);
            var name = value("name", JsonNames::nameOf, "1 to 128 characters");
            if (name.isEmpty() && isLeftOut("name")) {
                fault("name", "is missing");
            }
            var scopes = texts(
                    "scopes", text(Scope::of).andThen(scope -> scope.map(Scope::label)), "scopes", Scope.EXPECTED);
            if (isLeftOut("scopes")) {
                fault("scopes", "is missing");
            }
            var connectors = texts(
                    "connectors",
                    JsonNames::nameOf,
                    "1 to " + MOST_CONNECTORS + " names of connectors",
                    "a connector's name of 1 to 128 characters");
            var processId = value("processId", text(Parameters::id), "a UUID");
            var expiresAt = value("expiresAt", text(Rfc3339::parse), "an RFC 3339 time");
            if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
                fault("expiresAt", "has passed");
            }
            var limited = !isLeftOut("connectors") || processId.isPresent();
            if (limited && scopes.contains(Scope.ADMINISTER)) {
                fault("scopes", "may not hold admin where connectors or processId limit the key");
            }
            if (!faults.isEmpty()) {
                throw new Refusal(
                        ProblemCode.INVALID_BODY,
                        faults.get(0).detail() + (faults.size() == 1 ? "" : " More in errors."),
                        faults);
            }
            return new KeyInput(
                    name.orElseThrow(),
                    scopes,
                    isLeftOut("connectors") ? null : connectors,
                    processId.orElse(null),
                    expiresAt.orElse(null));
        }

        private void check(String member) {
            if (!MEMBERS.contains(member)) {
                var pointer = "/" + member.replace("~", "~0").replace("/", "~1");
                faults.add(Fault.ofPointer(pointer, "There is no member of this name here."));
            }
        }

        private boolean isLeftOut(String member) {
            return body.path(member).isMissingNode() || body.path(member).isNull();
        }

        private static <T> Function<JsonNode, Optional<T>> text(Function<String, Optional<T>> reader) {
            return node -> node.isTextual() ? reader.apply(node.asText()) : Optional.empty();
        }

        private <T> Optional<T> value(String member, Function<JsonNode, Optional<T>> reader, String expected) {
            if (isLeftOut(member)) {
                return Optional.empty();
            }
            var value = reader.apply(body.path(member));
            if (value.isEmpty()) {
                fault(member, "must be " + expected);
            }
            return value;
        }

        private List<String> texts(
                String member, Function<JsonNode, Optional<String>> reader, String expected, String ofEach) {
            if (isLeftOut(member)) {
                return List.of();
            }
            var array = body.path(member);
            if (!array.isArray() || array.isEmpty() || array.size() > MOST_CONNECTORS) {
                fault(member, "must be an array of " + expected);
                return List.of();
            }
            var texts = new LinkedHashSet<String>();
            for (int i = 0; i < array.size(); i++) {
                var text = reader.apply(array.get(i));
                if (text.isEmpty()) {
                    var detail = member + "[" + i + "] must be " + ofEach + ".";
                    faults.add(Fault.ofPointer("/" + member + "/" + i, detail));
                }
                text.ifPresent(texts::add);
            }
            return List.copyOf(texts);
        }

        private void fault(String member, String detail) {
            faults.add(Fault.ofPointer("/" + member, member + " " + detail + "."));
        }
    }
}
