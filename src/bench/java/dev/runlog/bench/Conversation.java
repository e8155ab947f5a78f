package dev.runlog.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One HTTP/1.1 connection that is kept open; of an answer it reads the status, the length and the body. */
final class Conversation implements AutoCloseable {
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "content-length:";
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Script script;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer answer = ByteBuffer.allocate(MOST_ANSWER_BYTES);
    private ByteBuffer request;
    private long sentAt;

    Conversation(InetSocketAddress address, Script script, Selector selector) throws IOException {
        this.script = script;
        this.channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ask() throws IOException {
        request = script.next();
        sentAt = System.nanoTime();
        answer.clear();
        write();
    }

    private void write() throws IOException {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Goes on where the connection is ready; the answer's nanoseconds once it is whole, else -1. */
    long proceed() throws IOException {
        if (key.isWritable()) {
            write();
        }
        if (!key.isReadable()) {
            return -1;
        }
        if (channel.read(answer) < 0) {
            throw new IllegalStateException("The service closed the connection: " + said());
        }
        int body = bodyStart();
        if (body < 0 || !isWhole(body)) {
            return -1;
        }
        var took = System.nanoTime() - sentAt;
        if (!script.isRight(status(), answer.array(), body, answer.position())) {
            throw new IllegalStateException("Not the answer that was expected: " + said());
        }
        return took;
    }

    private int bodyStart() {
        var bytes = answer.array();
        for (int i = 3; i < answer.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int status() {
        var bytes = answer.array();
        return (bytes[STATUS_AT] - '0') * 100 + (bytes[STATUS_AT + 1] - '0') * 10 + bytes[STATUS_AT + 2] - '0';
    }

    /** By its length, or by the last of its chunks. */
    private boolean isWhole(int headEnd) {
        var head = new String(answer.array(), 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            int end = answer.position();
            return Arrays.equals(answer.array(), end - LAST_CHUNK.length, end, LAST_CHUNK, 0, LAST_CHUNK.length);
        }
        var length = Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
        return answer.position() >= headEnd + length;
    }

    private String said() {
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
