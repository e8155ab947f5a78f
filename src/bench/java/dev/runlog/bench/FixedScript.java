package dev.runlog.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The same few requests in turn, whose answers all begin alike. */
final class FixedScript implements Script {
    private static final int VARIETY = 40;

    private final List<Request> made;
    private final List<ByteBuffer> requests;
    private final int status;
    private final byte[] beginning;
    private int turn;

    private FixedScript(List<Request> requests, int status, String beginning) {
        this.made = requests;
        this.requests = requests.stream()
                .map(request -> ByteBuffer.wrap(request.bytes()))
                .toList();
        this.status = status;
        this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
    }

    /** Single entries, without a time of their own. */
    static FixedScript singles(UUID run) {
        var requests = IntStream.range(0, VARIETY)
                .mapToObj(i -> Request.json(
                        "/ingest/v1/runs/" + run + "/logs", SampleEntry.of(i).json(null)))
                .toList();
        return new FixedScript(requests, 201, "{\"accepted\":1,\"rejected\":[],\"lastSeq\":");
    }

    /** The same entries by the route that connector SDKs call. */
    static Script containerApi(UUID run) {
        var requests = IntStream.range(0, VARIETY)
                .mapToObj(SampleEntry::of)
                .map(entry -> Request.json("/container-api/" + run + "/logs/" + entry.level(), entry.said()))
                .toList();
        return new FixedScript(requests, 201, "{\"message\":\"Written successfully.\"}");
    }

    static Script output(UUID run, byte[] bytes) {
        var path = "/ingest/v1/runs/" + run + "/output/stdout";
        return new FixedScript(
                List.of(Request.post(path, "application/octet-stream", bytes)),
                200,
                "{\"stream\":\"stdout\",\"size\":");
    }

    /** Reads one address. */
    static FixedScript get(String path) {
        return new FixedScript(List.of(Request.get(path)), 200, "");
    }

    /** The same with a credential. */
    FixedScript bearing(String credential) {
        var bearing = made.stream().map(request -> request.bearing(credential)).toList();
        return new FixedScript(bearing, status, new String(beginning, StandardCharsets.US_ASCII));
    }

    @Override
    public ByteBuffer next() {
        turn = (turn + 1) % requests.size();
        return requests.get(turn).rewind();
    }

    @Override
    public boolean isRight(int answered, byte[] answer, int start, int end) {
        return answered == status
                && end - start >= beginning.length
                && Arrays.equals(answer, start, start + beginning.length, beginning, 0, beginning.length);
    }
}
