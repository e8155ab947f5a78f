package dev.runlog.testing;

import static dev.runlog.testing.Sending.bytes;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The output of one run, write by write, and what must be read back of it. */
public final class Written {
    private static final List<String> STREAMS = List.of("stdout", "stderr");

    private final UUID run;
    private final List<Piece> pieces = new ArrayList<>();

    public Written(UUID run) {
        this.run = run;
    }

    private record Piece(String stream, int offset, byte[] bytes) {}

    /** @param piece the write that holds its first byte */
    private record Line(String stream, int offset, String text, int piece) {}

    /** Sends one write, behind what the stream has. */
    public void write(String stream, byte[] bytes) {
        var offset = of(stream).length;
        bytes("application/octet-stream", bytes)
                .header("Upload-Offset", offset)
                .post("/ingest/v1/runs/" + run + "/output/" + stream)
                .then()
                .statusCode(200)
                .header("Upload-Offset", is(Integer.toString(offset + bytes.length)))
                .body("stream", is(stream))
                .body("size", is(offset + bytes.length));
        pieces.add(new Piece(stream, offset, bytes));
    }

    private byte[] of(String stream) {
        var all = new ByteArrayOutputStream();
        pieces.stream().filter(piece -> piece.stream().equals(stream)).forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    /** Every byte and every line is there, in every form. */
    public void assertReadBack() {
        for (var stream : STREAMS) {
            var answer = given().get("/api/v1/runs/" + run + "/output/" + stream);
            answer.then().statusCode(200);
            assertThat(answer.asByteArray()).isEqualTo(of(stream));
            assertAre(linesOf(stream), Listed.ndjson(lines() + "?stream=" + stream));
        }
        var both = new ArrayList<Line>();
        STREAMS.forEach(stream -> both.addAll(linesOf(stream)));
        both.sort(Comparator.comparingInt(Line::piece).thenComparingInt(Line::offset));
        assertAre(both, Listed.pages(lines(), 3));
        assertAre(both, Listed.ndjson(lines()));
    }

    private String lines() {
        return "/api/v1/runs/" + run + "/output";
    }

    private List<Line> linesOf(String stream) {
        var bytes = of(stream);
        var lines = new ArrayList<Line>();
        for (int from = 0; from < bytes.length; ) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            var text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
            lines.add(new Line(stream, from, text, pieceAt(stream, from)));
            from = end + 1;
        }
        return lines;
    }

    private int pieceAt(String stream, int offset) {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            if (pieces.get(i).stream().equals(stream) && pieces.get(i).offset() <= offset) {
                return i;
            }
        }
        throw new IllegalArgumentException(stream + " has nothing at " + offset);
    }

    private static void assertAre(List<Line> expected, List<JsonNode> items) {
        assertThat(items)
                .extracting(item -> item.path("stream").asText() + "@"
                        + item.path("offset").asInt() + " "
                        + item.path("text").asText())
                .isEqualTo(expected.stream()
                        .map(line -> line.stream() + "@" + line.offset() + " " + line.text())
                        .toList());
        for (var stream : STREAMS) {
            assertThat(items.stream()
                            .filter(item -> item.path("stream").asText().equals(stream))
                            .map(item -> item.path("line").asInt()))
                    .isSorted();
        }
    }
}
