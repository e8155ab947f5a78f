package dev.runlog.ingest;

import com.google.protobuf.MessageLite;
import dev.runlog.platform.Json;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** The encodings of OTLP: a request and its answer have the same. */
enum OtlpEncoding {
    JSON("application/json") {
        @Override
        void read(Body body, OtlpBatch batch) {
            OtlpJson.read(body, batch);
        }

        @Override
        Response response(Answer answer, Json json) {
            return answer.response().build();
        }
    },
    PROTOBUF(OtlpEncoding.PROTOBUF_TYPE) {
        @Override
        void read(Body body, OtlpBatch batch) {
            new OtlpProtobuf(batch).read(body);
        }

        @Override
        Response response(Answer answer, Json json) {
            return answer.response()
                    .type(PROTOBUF_TYPE)
                    .entity(message(json.read(answer.body(), OtlpAnswer.class)).toByteArray())
                    .build();
        }
    };

    static final String PROTOBUF_TYPE = "application/x-protobuf";

    private final String type;

    OtlpEncoding(String type) {
        this.type = type;
    }

    /** @throws Refusal 415 where the content type is of none, or there is none */
    static OtlpEncoding of(String contentType) {
        var sent =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (var encoding : values()) {
            if (encoding.type.equals(sent)) {
                return encoding;
            }
        }
        throw new Refusal(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type may be application/json or " + PROTOBUF_TYPE + ".");
    }

    /** Tells the batch what the body has. */
    abstract void read(Body body, OtlpBatch batch);

    abstract Response response(Answer answer, Json json);

    private static MessageLite message(OtlpAnswer answer) {
        var response = ExportLogsServiceResponse.newBuilder();
        var partial = answer.partialSuccess();
        if (partial != null) {
            response.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(Long.parseLong(partial.rejectedLogRecords()))
                    .setErrorMessage(partial.errorMessage()));
        }
        return response.build();
    }
}
