package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runlog.page.Parameters;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which run an OTLP resource says it is, and of what. What is no name counts as not said. For one thread. */
final class OtlpResourceNames {
    static final String PROCESS_ID = "runlog.process_id";
    static final String OF_REGISTRATION = "service.name, runlog.site and service.version";

    private static final String CONNECTOR = "service.name";
    private static final String SITE = "runlog.site";
    private static final String VERSION = "service.version";

    /** What SDKs put where nobody named the service (OpenTelemetry semantic conventions, Service). */
    private static final String UNNAMED = "unknown_service";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_JSON_CHARACTERS = 1024;

    private final Map<String, String> said = new HashMap<>();

    /** Of attributes of one name the last counts. */
    void add(String name, String json) throws IOException {
        switch (name) {
            case PROCESS_ID, CONNECTOR, SITE, VERSION -> said.put(name, text(json));
            default -> {
                // The resource has many others; none is of the entries.
            }
        }
    }

    /** A number counts as it is written; what else there is, as nothing. */
    private static String text(String json) throws IOException {
        if (json.length() > MOST_JSON_CHARACTERS) {
            return "";
        }
        try (var parser = JSON.createParser(json)) {
            var token = parser.nextToken();
            return token.isNumeric() || token == JsonToken.VALUE_STRING ? Utf8.storable(parser.getText()) : "";
        }
    }

    Optional<UUID> processId() {
        return Optional.ofNullable(said.get(PROCESS_ID)).flatMap(Parameters::id);
    }

    Optional<String> connector() {
        return name(CONNECTOR).filter(name -> !name.equals(UNNAMED) && !name.startsWith(UNNAMED + ":"));
    }

    Optional<String> site() {
        return name(SITE);
    }

    Optional<String> version() {
        return name(VERSION);
    }

    private Optional<String> name(String attribute) {
        return Optional.ofNullable(said.get(attribute)).filter(Members::isIdentifier);
    }

    boolean areAll() {
        return connector().isPresent() && site().isPresent() && version().isPresent();
    }

    boolean areSome() {
        return connector().isPresent() || site().isPresent() || version().isPresent();
    }
}
