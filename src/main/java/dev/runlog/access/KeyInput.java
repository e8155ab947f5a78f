package dev.runlog.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.function.Predicate;

/**
 * What a key is to be, read strictly: a limit that was mistyped must not be a limit that is not there.
 *
 * @param connectors null where it is not to be limited to some
 * @param processId null where it is not to be limited to one run
 * @param expiresAt null where it is not to expire
 */
record KeyInput(String name, List<String> scopes, List<String> connectors, UUID processId, Instant expiresAt) {
    private static final Set<String> MEMBERS = Set.of("name", "scopes", "connectors", "processId", "expiresAt");
    private static final int MOST_CHARACTERS = 128;
    private static final int MOST_CONNECTORS = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** @throws Refusal 400 where anything of it cannot be used */
    static KeyInput read(byte[] body, Instant now) {
        return new Reading(tree(body), now).input();
    }

    private static JsonNode tree(byte[] body) {
        try {
            var tree = JSON.readTree(body);
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
            var name = text("name", text -> Optional.of(text).filter(KeyInput::isName), "1 to 128 characters");
            if (name.isEmpty() && isLeftOut("name")) {
                fault("name", "is missing");
            }
            var scopes = texts("scopes", text -> Scope.of(text).isPresent(), "scopes: " + Scope.EXPECTED);
            if (isLeftOut("scopes")) {
                fault("scopes", "is missing");
            }
            var connectors = texts("connectors", KeyInput::isName, "1 to 100 names of connectors");
            var processId = text("processId", Parameters::id, "a UUID");
            var expiresAt = text("expiresAt", Rfc3339::parse, "an RFC 3339 time");
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

        private <T> Optional<T> text(String member, Function<String, Optional<T>> reader, String expected) {
            if (isLeftOut(member)) {
                return Optional.empty();
            }
            var value = body.path(member).isTextual()
                    ? reader.apply(body.path(member).asText())
                    : Optional.<T>empty();
            if (value.isEmpty()) {
                fault(member, "must be " + expected);
            }
            return value;
        }

        private List<String> texts(String member, Predicate<String> usable, String expected) {
            var texts = new LinkedHashSet<String>();
            var array = body.path(member);
            if (isLeftOut(member)) {
                return List.of();
            }
            var wrong = !array.isArray() || array.isEmpty() || array.size() > MOST_CONNECTORS;
            for (var item : array) {
                wrong |= !item.isTextual() || !usable.test(item.asText());
                texts.add(item.asText());
            }
            if (wrong) {
                fault(member, "must be an array of " + expected);
            }
            return List.copyOf(texts);
        }

        private void fault(String member, String detail) {
            faults.add(Fault.ofPointer("/" + member, member + " " + detail + "."));
        }
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= MOST_CHARACTERS && text.indexOf('\0') < 0;
    }
}
