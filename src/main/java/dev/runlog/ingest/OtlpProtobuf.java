package dev.runlog.ingest;

import com.google.protobuf.WireFormat;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;

/** Reads an OTLP request in protobuf. Fields that are not known here are passed over; of several where one is meant the last counts. */
record OtlpProtobuf(OtlpBatch batch) {
    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int FIXED = WireFormat.WIRETYPE_FIXED64;
    private static final int SIZED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final int REQUEST_RESOURCE = ExportLogsServiceRequest.RESOURCE_LOGS_FIELD_NUMBER << 3 | SIZED;
    private static final int RESOURCE = ResourceLogs.RESOURCE_FIELD_NUMBER << 3 | SIZED;
    private static final int RESOURCE_SCOPE = ResourceLogs.SCOPE_LOGS_FIELD_NUMBER << 3 | SIZED;
    private static final int RESOURCE_ATTRIBUTE = Resource.ATTRIBUTES_FIELD_NUMBER << 3 | SIZED;
    private static final int SCOPE = ScopeLogs.SCOPE_FIELD_NUMBER << 3 | SIZED;
    private static final int SCOPE_RECORD = ScopeLogs.LOG_RECORDS_FIELD_NUMBER << 3 | SIZED;
    private static final int SCOPE_NAME = InstrumentationScope.NAME_FIELD_NUMBER << 3 | SIZED;

    private static final int TIME = LogRecord.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED;
    private static final int OBSERVED_TIME = LogRecord.OBSERVED_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED;
    private static final int SEVERITY_NUMBER = LogRecord.SEVERITY_NUMBER_FIELD_NUMBER << 3 | VARINT;
    private static final int SEVERITY_TEXT = LogRecord.SEVERITY_TEXT_FIELD_NUMBER << 3 | SIZED;
    private static final int BODY = LogRecord.BODY_FIELD_NUMBER << 3 | SIZED;
    private static final int ATTRIBUTE = LogRecord.ATTRIBUTES_FIELD_NUMBER << 3 | SIZED;
    private static final int TRACE_ID = LogRecord.TRACE_ID_FIELD_NUMBER << 3 | SIZED;
    private static final int SPAN_ID = LogRecord.SPAN_ID_FIELD_NUMBER << 3 | SIZED;
    private static final int EVENT_NAME = LogRecord.EVENT_NAME_FIELD_NUMBER << 3 | SIZED;

    private static final int KEY = KeyValue.KEY_FIELD_NUMBER << 3 | SIZED;
    private static final int VALUE = KeyValue.VALUE_FIELD_NUMBER << 3 | SIZED;
    private static final int ITEM = ArrayValue.VALUES_FIELD_NUMBER << 3 | SIZED;
    private static final int MEMBER = KeyValueList.VALUES_FIELD_NUMBER << 3 | SIZED;

    private static final int STRING = AnyValue.STRING_VALUE_FIELD_NUMBER << 3 | SIZED;
    private static final int TRUTH = AnyValue.BOOL_VALUE_FIELD_NUMBER << 3 | VARINT;
    private static final int WHOLE = AnyValue.INT_VALUE_FIELD_NUMBER << 3 | VARINT;
    private static final int FRACTION = AnyValue.DOUBLE_VALUE_FIELD_NUMBER << 3 | FIXED;
    private static final int ARRAY = AnyValue.ARRAY_VALUE_FIELD_NUMBER << 3 | SIZED;
    private static final int OBJECT = AnyValue.KVLIST_VALUE_FIELD_NUMBER << 3 | SIZED;
    private static final int BYTES = AnyValue.BYTES_VALUE_FIELD_NUMBER << 3 | SIZED;

    /** @throws Refusal 400 where it is none, and those of {@link OtlpBatch} */
    void read(Body body) {
        try {
            var request = new ProtoFields(body.bytes());
            while (request.next()) {
                if (request.tag() == REQUEST_RESOURCE) {
                    resource(request.message());
                }
            }
        } catch (IOException broken) {
            throw new Refusal(
                    ProblemCode.MALFORMED_BODY,
                    "The body is not an ExportLogsServiceRequest in protobuf, or its text is not UTF-8."
                            + " Nothing was stored.");
        }
    }

    private void resource(ProtoFields resource) throws IOException {
        var names = new OtlpResourceNames();
        while (resource.next()) {
            switch (resource.tag()) {
                case RESOURCE -> names(resource.message(), names);
                case RESOURCE_SCOPE -> scope(resource.message());
                default -> {}
            }
        }
        batch.endResource(names);
    }

    private static void names(ProtoFields resource, OtlpResourceNames names) throws IOException {
        while (resource.next()) {
            if (resource.tag() == RESOURCE_ATTRIBUTE) {
                var attribute = Attribute.of(resource.message());
                var value = new ValueWriter();
                attribute.value().write(value);
                names.add(attribute.key(), value.json());
            }
        }
    }

    private void scope(ProtoFields scope) throws IOException {
        var name = "";
        while (scope.next()) {
            switch (scope.tag()) {
                case SCOPE -> name = scopeName(scope.message());
                case SCOPE_RECORD -> record(scope.message(), batch.record());
                default -> {}
            }
        }
        batch.endScope(name);
    }

    private static String scopeName(ProtoFields scope) throws IOException {
        var name = "";
        while (scope.next()) {
            name = scope.tag() == SCOPE_NAME ? scope.text() : name;
        }
        return name;
    }

    private static void record(ProtoFields sent, OtlpRecord record) throws IOException {
        ValueWriter attributes = null;
        while (sent.next()) {
            switch (sent.tag()) {
                case TIME -> record.time = sent.number();
                case OBSERVED_TIME -> record.observedTime = sent.number();
                case SEVERITY_NUMBER -> record.severityNumber = (int) sent.number();
                case SEVERITY_TEXT -> record.severityText = sent.text();
                case EVENT_NAME -> record.eventName = sent.text();
                case TRACE_ID -> record.traceId(sent.bytes());
                case SPAN_ID -> record.spanId(sent.bytes());
                case BODY -> Value.of(sent.message()).body(record);
                case ATTRIBUTE -> {
                    if (attributes == null) {
                        attributes = new ValueWriter();
                        attributes.beginObject();
                    }
                    Attribute.of(sent.message()).write(attributes);
                }
                default -> {}
            }
        }
        if (attributes != null) {
            attributes.endObject();
            record.attributes(attributes);
        }
    }

    private record Attribute(String key, Value value) {
        static Attribute of(ProtoFields attribute) throws IOException {
            var key = "";
            var value = Value.NONE;
            while (attribute.next()) {
                switch (attribute.tag()) {
                    case KEY -> key = attribute.text();
                    case VALUE -> value = Value.of(attribute.message());
                    default -> {}
                }
            }
            return new Attribute(key, value);
        }

        void write(ValueWriter out) throws IOException {
            out.name(key);
            value.write(out);
        }
    }

    /**
     * The last alternative of an {@code AnyValue}.
     *
     * @param tag 0 where there is none
     * @param text of a string, else null
     * @param inner of an array or object, else null
     * @param bytes of bytes, else null
     */
    private record Value(int tag, long number, String text, ProtoFields inner, byte[] bytes) {
        static final Value NONE = new Value(0, 0, null, null, null);

        static Value of(ProtoFields any) throws IOException {
            var last = NONE;
            while (any.next()) {
                int tag = any.tag();
                last = switch (tag) {
                    case STRING -> new Value(tag, 0, any.text(), null, null);
                    case TRUTH, WHOLE, FRACTION -> new Value(tag, any.number(), null, null, null);
                    case ARRAY, OBJECT -> new Value(tag, 0, null, any.message(), null);
                    case BYTES -> new Value(tag, 0, null, null, any.bytes());
                    default -> last;
                };
            }
            return last;
        }

        void body(OtlpRecord record) throws IOException {
            if (tag == STRING) {
                record.bodyText(text);
            } else if (tag != 0) {
                var written = new ValueWriter();
                write(written);
                record.body(written);
            }
        }

        void write(ValueWriter out) throws IOException {
            switch (tag) {
                case STRING -> out.string(text);
                case TRUTH -> out.truth(number != 0);
                case WHOLE -> out.whole(number);
                case FRACTION -> out.fraction(Double.longBitsToDouble(number));
                case BYTES -> out.base64(bytes);
                case ARRAY -> array(out);
                case OBJECT -> object(out);
                default -> out.nothing();
            }
        }

        private void array(ValueWriter out) throws IOException {
            if (out.mayNest()) {
                out.beginArray();
                while (inner.next()) {
                    if (inner.tag() == ITEM) {
                        of(inner.message()).write(out);
                    }
                }
                out.endArray();
            }
        }

        private void object(ValueWriter out) throws IOException {
            if (out.mayNest()) {
                out.beginObject();
                while (inner.next()) {
                    if (inner.tag() == MEMBER) {
                        Attribute.of(inner.message()).write(out);
                    }
                }
                out.endObject();
            }
        }
    }
}
