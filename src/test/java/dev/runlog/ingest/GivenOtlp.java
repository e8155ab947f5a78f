package dev.runlog.ingest;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Parts of OTLP requests. */
final class GivenOtlp {
    private GivenOtlp() {}

    static ExportLogsServiceRequest request(ResourceLogs.Builder... resources) {
        var request = ExportLogsServiceRequest.newBuilder();
        for (var resource : resources) {
            request.addResourceLogs(resource);
        }
        return request.build();
    }

    /** What this run says. */
    static ExportLogsServiceRequest says(UUID run, LogRecord.Builder... records) {
        return request(resource(run, records));
    }

    static ResourceLogs.Builder resource(UUID run, LogRecord.Builder... records) {
        return resource(List.of(attribute("runlog.process_id", text(run.toString()))), records);
    }

    static ResourceLogs.Builder resource(
            UUID run, String connector, String site, String version, LogRecord.Builder... records) {
        return resource(
                List.of(
                        attribute("runlog.process_id", text(run.toString())),
                        attribute("service.name", text(connector)),
                        attribute("runlog.site", text(site)),
                        attribute("service.version", text(version))),
                records);
    }

    static ResourceLogs.Builder resource(List<KeyValue> attributes, LogRecord.Builder... records) {
        var resource = ResourceLogs.newBuilder().addScopeLogs(scope("", records));
        resource.getResourceBuilder().addAllAttributes(attributes);
        return resource;
    }

    static ScopeLogs.Builder scope(String name, LogRecord.Builder... records) {
        var scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName(name));
        for (var record : records) {
            scope.addLogRecords(record);
        }
        return scope;
    }

    static LogRecord.Builder record(String body) {
        return LogRecord.newBuilder().setBody(text(body));
    }

    static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    static AnyValue whole(long value) {
        return AnyValue.newBuilder().setIntValue(value).build();
    }

    static AnyValue fraction(double value) {
        return AnyValue.newBuilder().setDoubleValue(value).build();
    }

    static AnyValue truth(boolean value) {
        return AnyValue.newBuilder().setBoolValue(value).build();
    }

    static AnyValue array(AnyValue... values) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(Arrays.asList(values)))
                .build();
    }

    static AnyValue object(KeyValue... members) {
        return AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder().addAllValues(Arrays.asList(members)))
                .build();
    }

    /** So many objects in one another. */
    static AnyValue nested(int depth) {
        var value = object();
        for (int i = 1; i < depth; i++) {
            value = object(attribute("k", value));
        }
        return value;
    }

    static AnyValue bytes(String hex) {
        return AnyValue.newBuilder().setBytesValue(id(hex)).build();
    }

    static ByteString id(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }
}
