package dev.runlog.ingest;

import dev.runlog.problem.Refusal;
import java.io.IOException;

/**
 * Reads an OTLP request in JSON (OTLP 1.x, "JSON Protobuf Encoding"). Members that are not known here are passed over, and
 * null counts as absent. For one thread.
 */
final class OtlpJson {
    private final ProtoJson json;
    private final OtlpBatch batch;

    private OtlpJson(ProtoJson json, OtlpBatch batch) {
        this.json = json;
        this.batch = batch;
    }

    /** @throws Refusal 400 where it is none, and those of {@link OtlpBatch} */
    static void read(Body body, OtlpBatch batch) {
        try (var json = StrictJson.parser(body)) {
            Batch.requireValue(json.nextToken());
            new OtlpJson(new ProtoJson(json), batch).request();
            Batch.requireEnd(json);
        } catch (IOException broken) {
            throw StrictJson.refused(broken);
        }
    }

    private void request() throws IOException {
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            if (name.equals("resourceLogs")) {
                for (json.beginArray(); json.hasItem(); ) {
                    resource();
                }
            } else {
                json.skip();
            }
        }
    }

    private void resource() throws IOException {
        var names = new OtlpResourceNames();
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "resource" -> {
                    json.mayNestDeeper(true);
                    names(names);
                    json.mayNestDeeper(false);
                }
                case "scopeLogs" -> {
                    for (json.beginArray(); json.hasItem(); ) {
                        scope();
                    }
                }
                default -> json.skip();
            }
        }
        batch.endResource(names);
    }

    private void names(OtlpResourceNames names) throws IOException {
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            if (name.equals("attributes")) {
                for (json.beginArray(); json.hasItem(); ) {
                    name(names);
                }
            } else {
                json.skip();
            }
        }
    }

    private void name(OtlpResourceNames names) throws IOException {
        var key = "";
        ValueWriter value = null;
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "key" -> key = json.text();
                case "value" -> any(value = new ValueWriter());
                default -> json.skip();
            }
        }
        names.add(key, value == null ? "null" : value.json());
    }

    private void scope() throws IOException {
        var scope = "";
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "scope" -> {
                    json.mayNestDeeper(true);
                    scope = scopeName();
                    json.mayNestDeeper(false);
                }
                case "logRecords" -> {
                    for (json.beginArray(); json.hasItem(); ) {
                        json.mayNestDeeper(true);
                        record(batch.record());
                        json.mayNestDeeper(false);
                    }
                }
                default -> json.skip();
            }
        }
        batch.endScope(scope);
    }

    private String scopeName() throws IOException {
        var scope = "";
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            if (name.equals("name")) {
                scope = json.text();
            } else {
                json.skip();
            }
        }
        return scope;
    }

    private void record(OtlpRecord record) throws IOException {
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "timeUnixNano" -> record.time = json.unsigned();
                case "observedTimeUnixNano" -> record.observedTime = json.unsigned();
                case "severityNumber" -> record.severityNumber = json.severity();
                case "severityText" -> record.severityText = json.text();
                case "eventName" -> record.eventName = json.text();
                case "traceId" -> record.traceId(json.id());
                case "spanId" -> record.spanId(json.id());
                case "body" -> body(record);
                case "attributes" -> attributes(record);
                default -> json.skip();
            }
        }
    }

    private void body(OtlpRecord record) throws IOException {
        var written = new ValueWriter();
        var kind = any(written);
        if (kind.equals("stringValue")) {
            record.bodyText(written.lastString());
            written.close();
        } else if (!kind.isEmpty()) {
            record.body(written);
        }
    }

    private void attributes(OtlpRecord record) throws IOException {
        ValueWriter attributes = null;
        for (json.beginArray(); json.hasItem(); ) {
            if (attributes == null) {
                attributes = new ValueWriter();
                attributes.beginObject();
            }
            attribute(attributes);
        }
        if (attributes != null) {
            attributes.endObject();
            record.attributes(attributes);
        }
    }

    /** The value is written where it is read, unless its key comes behind it. */
    private void attribute(ValueWriter out) throws IOException {
        String key = null;
        ValueWriter early = null;
        boolean written = false;
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "key" -> key = json.text();
                case "value" -> {
                    if (key == null) {
                        early = out.aside();
                        any(early);
                    } else {
                        out.name(key);
                        any(out);
                        written = true;
                    }
                }
                default -> json.skip();
            }
        }
        var name = key == null ? "" : key;
        if (early != null) {
            out.member(name, early);
        } else if (!written) {
            out.name(name);
            out.nothing();
        }
    }

    /** Writes an {@code AnyValue}; returns the member that had it, and nothing where there was none. */
    private String any(ValueWriter out) throws IOException {
        var kind = "";
        if (!json.isNull()) {
            json.begin();
            for (var name = json.next(); name != null; name = json.next()) {
                if (isKind(name)) {
                    json.require(kind.isEmpty(), "is one value too many");
                    kind = name;
                    value(name, out);
                } else {
                    json.skip();
                }
            }
        }
        if (kind.isEmpty()) {
            out.nothing();
        }
        return kind;
    }

    private static boolean isKind(String name) {
        return switch (name) {
            case "stringValue", "boolValue", "intValue", "doubleValue", "bytesValue", "arrayValue", "kvlistValue" ->
                true;
            default -> false;
        };
    }

    private void value(String kind, ValueWriter out) throws IOException {
        switch (kind) {
            case "stringValue" -> out.string(json.text());
            case "boolValue" -> out.truth(json.truth());
            case "intValue" -> out.whole(json.whole());
            case "doubleValue" -> out.fraction(json.fraction());
            case "bytesValue" -> out.base64(json.bytes());
            case "arrayValue" -> {
                if (mayNest(out)) {
                    out.beginArray();
                    values(out, false);
                    out.endArray();
                }
            }
            case "kvlistValue" -> {
                if (mayNest(out)) {
                    out.beginObject();
                    values(out, true);
                    out.endObject();
                }
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private boolean mayNest(ValueWriter out) throws IOException {
        if (out.mayNest()) {
            return true;
        }
        json.skip();
        return false;
    }

    private void values(ValueWriter out, boolean named) throws IOException {
        json.begin();
        for (var name = json.next(); name != null; name = json.next()) {
            if (!name.equals("values")) {
                json.skip();
                continue;
            }
            for (json.beginArray(); json.hasItem(); ) {
                if (named) {
                    attribute(out);
                } else {
                    any(out);
                }
            }
        }
    }
}
