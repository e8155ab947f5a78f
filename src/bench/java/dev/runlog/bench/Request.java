package dev.runlog.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request made beforehand, so that sending it costs next to nothing. */
record Request(byte[] bytes, int bodyStart) {

    static Request post(String path, String contentType, byte[] body) {
        var head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + contentType
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(head.length + body.length).put(head).put(body);
        return new Request(bytes.array(), head.length);
    }

    static Request get(String path) {
        var head = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n";
        return new Request(head.getBytes(StandardCharsets.US_ASCII), head.length());
    }

    /** The same with a credential. */
    Request bearing(String credential) {
        var line = ("Authorization: Bearer " + credential + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (bytes[at] != '\n') {
            at++;
        }
        var longer = ByteBuffer.allocate(bytes.length + line.length)
                .put(bytes, 0, at + 1)
                .put(line)
                .put(bytes, at + 1, bytes.length - at - 1);
        return new Request(longer.array(), bodyStart + line.length);
    }

    static Request json(String path, String body) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
