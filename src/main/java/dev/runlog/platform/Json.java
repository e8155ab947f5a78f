package dev.runlog.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;

/** Writes JSON as every answer does, and reads it back. */
@Singleton
public class Json {
    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * In UTF-8, as an answer takes it: with one copy less than an array.
     *
     * @param bytes about how many there will be
     */
    public Buffer buffer(Object value, int bytes) {
        var buffer = Buffer.buffer(bytes);
        try (var out = new Appending(buffer)) {
            mapper.writeValue(out, value);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return buffer;
    }

    private static final class Appending extends OutputStream {
        private final Buffer buffer;

        Appending(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int value) {
            buffer.appendByte((byte) value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            buffer.appendBytes(bytes, offset, length);
        }
    }

    /** Reads what {@link #write} wrote. */
    public <T> T read(String written, Class<T> type) {
        try {
            return mapper.readValue(written, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
