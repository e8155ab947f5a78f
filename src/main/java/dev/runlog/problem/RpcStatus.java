package dev.runlog.problem;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A refusal as OTLP has it in protobuf: {@code google.rpc.Status} with its code and message. By hand, since these two
 * fields are not worth a library.
 */
final class RpcStatus {
    private static final int CODE = 1;
    private static final int MESSAGE = 2;

    private RpcStatus() {}

    static byte[] of(Refusal refusal) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(CODE, code(refusal.code().status()));
            out.writeString(MESSAGE, refusal.getMessage());
            out.flush();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    /** As {@code google/rpc/code.proto} maps them to HTTP; what it does not map is unknown. */
    private static int code(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> 3;
            case 408 -> 4;
            case 404, 410 -> 5;
            case 403 -> 7;
            case 429 -> 8;
            case 405 -> 12;
            case 500 -> 13;
            case 503 -> 14;
            case 401 -> 16;
            default -> 2;
        };
    }
}
