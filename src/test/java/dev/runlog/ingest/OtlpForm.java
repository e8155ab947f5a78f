package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.runlog.testing.Sending;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The same OTLP request in both of its encodings, and what is answered in each. */
enum OtlpForm {
    JSON("application/json") {
        @Override
        byte[] bytes(ExportLogsServiceRequest request) {
            return json(request).toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        Partial partial(ValidatableResponse answer) {
            var said = answer.extract().jsonPath();
            return said.get("partialSuccess") == null
                    ? null
                    : new Partial(
                            Long.parseLong(said.getString("partialSuccess.rejectedLogRecords")),
                            said.getString("partialSuccess.errorMessage"));
        }
    },
    PROTOBUF("application/x-protobuf") {
        @Override
        byte[] bytes(ExportLogsServiceRequest request) {
            return request.toByteArray();
        }

        @Override
        Partial partial(ValidatableResponse answer) {
            try {
                var said = ExportLogsServiceResponse.parseFrom(answer.extract().asByteArray());
                var partial = said.getPartialSuccess();
                return said.hasPartialSuccess()
                        ? new Partial(partial.getRejectedLogRecords(), partial.getErrorMessage())
                        : null;
            } catch (InvalidProtocolBufferException isNone) {
                throw new AssertionError(isNone);
            }
        }
    };

    static final String ADDRESS = "/otlp/v1/logs";

    private final String type;

    OtlpForm(String type) {
        this.type = type;
    }

    /** What was not taken, and why. */
    record Partial(long rejected, String message) {}

    abstract byte[] bytes(ExportLogsServiceRequest request);

    /** Null where all was taken. */
    abstract Partial partial(ValidatableResponse answer);

    RequestSpecification sending(ExportLogsServiceRequest request) {
        return sending(bytes(request));
    }

    RequestSpecification sending(byte[] body) {
        return Sending.bytes(type, body);
    }

    /** Sends what is taken; null where all of it was. */
    Partial send(ExportLogsServiceRequest request) {
        return partial(sending(request).post(ADDRESS).then().statusCode(200).contentType(type));
    }

    void sendWhole(ExportLogsServiceRequest request) {
        assertThat(send(request)).isNull();
    }

    /** As OTLP writes protobuf in JSON. */
    static JsonNode json(Message message) {
        var object = JsonNodeFactory.instance.objectNode();
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated()) {
                var array = object.putArray(field.getJsonName());
                ((List<?>) value).forEach(item -> array.add(json(field, item)));
            } else {
                object.set(field.getJsonName(), json(field, value));
            }
        });
        return object;
    }

    private static JsonNode json(FieldDescriptor field, Object value) {
        var make = JsonNodeFactory.instance;
        return switch (field.getJavaType()) {
            case MESSAGE -> json((Message) value);
            case ENUM -> make.numberNode(((EnumValueDescriptor) value).getNumber());
            case LONG ->
                make.textNode(
                        field.getType() == FieldDescriptor.Type.FIXED64
                                ? Long.toUnsignedString((Long) value)
                                : value.toString());
            case DOUBLE ->
                Double.isFinite((Double) value) ? make.numberNode((Double) value) : make.textNode(value.toString());
            case BYTE_STRING ->
                make.textNode(
                        field.getName().endsWith("_id")
                                ? HexFormat.of().formatHex(((ByteString) value).toByteArray())
                                : Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case BOOLEAN -> make.booleanNode((Boolean) value);
            case INT -> make.numberNode((Integer) value);
            case STRING -> make.textNode((String) value);
            case FLOAT -> throw new IllegalStateException("OTLP has none");
        };
    }
}
