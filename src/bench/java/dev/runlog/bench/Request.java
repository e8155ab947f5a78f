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

    static Request json(String path, String body) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
