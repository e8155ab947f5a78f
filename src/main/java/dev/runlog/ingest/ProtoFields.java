package dev.runlog.ingest;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of one protobuf message, one after the other, read from its bytes without making objects of them: of a body
 * of empty messages these take twenty to forty times its size. For one thread.
 */
final class ProtoFields {
    private static final int TYPE = 7;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final int start;
    private final CodedInputStream in;
    private int tag;
    private long number;
    private int from;
    private int length;

    ProtoFields(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtoFields(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.start = from;
        this.in = CodedInputStream.newInstance(bytes, from, length);
    }

    /**
     * Goes to the next field; false behind the last.
     *
     * @throws IOException where what follows is no field, or is cut
     */
    boolean next() throws IOException {
        tag = in.readTag();
        if (tag == 0) {
            return false;
        }
        switch (tag & TYPE) {
            case WireFormat.WIRETYPE_VARINT -> number = in.readRawVarint64();
            case WireFormat.WIRETYPE_FIXED64 -> number = in.readRawLittleEndian64();
            case WireFormat.WIRETYPE_FIXED32 -> number = in.readRawLittleEndian32();
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                length = in.readRawVarint32();
                from = start + in.getTotalBytesRead();
                in.skipRawBytes(length);
            }
            default -> {
                if (!in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("A group ends that has not begun.");
                }
            }
        }
        return true;
    }

    /** The field's number and wire type, as they are written; 0 before the first and behind the last. */
    int tag() {
        return tag;
    }

    /** The value of a number, its bits where that is fixed. */
    long number() {
        return number;
    }

    /** The fields of an embedded message. */
    ProtoFields message() {
        return new ProtoFields(bytes, from, length);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** @throws CharacterCodingException where it is not UTF-8 */
    String text() throws CharacterCodingException {
        var text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, length))
                        .toString();
    }
}
