package dev.runlog.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Batches of entries, each with the time at which it was sent: written into its place shortly before. */
final class BatchScript implements Script {
    static final int ENTRIES = 1_000;

    private static final int SECOND_LENGTH = "2026-11-23T12:00:00.".length();
    private static final int MICRO_DIGITS = 6;
    private static final byte[] BEGINNING =
            ("{\"accepted\":" + ENTRIES + ",\"rejected\":[],").getBytes(StandardCharsets.US_ASCII);

    private final Request request;
    private final ByteBuffer sent;
    private final int[] times = new int[ENTRIES];

    BatchScript(UUID run, int seed) {
        var body = new StringBuilder();
        for (int i = 0; i < ENTRIES; i++) {
            body.append(i == 0 ? '[' : ',');
            var entry = SampleEntry.of(seed * ENTRIES + i).json("2026-11-23T12:00:00.000000Z");
            times[i] = body.length() + entry.indexOf("2026-11-23T12");
            body.append(entry);
        }
        this.request = Request.json(
                "/ingest/v1/runs/" + run + "/logs", body.append(']').toString());
        this.sent = ByteBuffer.wrap(request.bytes());
    }

    @Override
    public ByteBuffer next() {
        var now = Instant.now();
        var second = Instant.ofEpochSecond(now.getEpochSecond())
                .toString()
                .replace("Z", ".")
                .getBytes(StandardCharsets.US_ASCII);
        int micros = Math.min(now.getNano() / 1_000, 999_999 - ENTRIES);
        for (int i = 0; i < ENTRIES; i++) {
            write(second, micros + i, request.bodyStart() + times[i]);
        }
        return sent.rewind();
    }

    private void write(byte[] second, int micros, int place) {
        var bytes = request.bytes();
        System.arraycopy(second, 0, bytes, place, SECOND_LENGTH);
        int rest = micros;
        for (int i = place + SECOND_LENGTH + MICRO_DIGITS - 1; i >= place + SECOND_LENGTH; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    @Override
    public boolean isRight(int status, byte[] answer, int start, int end) {
        return status == 201
                && end - start >= BEGINNING.length
                && Arrays.equals(answer, start, start + BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }
}
