package dev.runlog.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.IntConsumer;

/** One live tail on a connection of its own. Of what comes it sees only the numbers behind {@link #MARK}. */
final class TailReader implements AutoCloseable {
    /** Stands before an entry's number in its message; its first byte is nowhere else in it. */
    static final String MARK = "#entry=";

    private static final String BEGINNING = "HTTP/1.1 200";
    private static final byte[] PATTERN = MARK.getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private int matched;
    private int number;

    /** Returns once the stream has begun, so that many are opened one after the other. */
    TailReader(InetSocketAddress address, UUID run, int afterSeq, Selector selector) throws IOException {
        this.channel = SocketChannel.open(address);
        var request = "GET /api/v1/runs/" + run + "/logs/stream?afterSeq=" + afterSeq
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        var status = ByteBuffer.allocate(BEGINNING.length());
        while (status.hasRemaining() && channel.read(status) >= 0) {}
        var said = new String(status.array(), StandardCharsets.US_ASCII);
        if (!said.equals(BEGINNING)) {
            throw new IllegalStateException("A tail does not begin: " + said);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Reads what has come and tells of each entry in it. */
    void proceed(ByteBuffer room, IntConsumer entry) throws IOException {
        room.clear();
        if (channel.read(room) < 0) {
            throw new IllegalStateException("The service closed a tail");
        }
        for (int i = 0; i < room.position(); i++) {
            see(room.get(i), entry);
        }
    }

    private void see(byte next, IntConsumer entry) {
        if (matched < PATTERN.length) {
            matched = next == PATTERN[matched] ? matched + 1 : next == PATTERN[0] ? 1 : 0;
        } else if (next >= '0' && next <= '9') {
            number = number * 10 + next - '0';
        } else {
            entry.accept(number);
            matched = 0;
            number = 0;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
