package dev.runlog.bench;

import dev.runlog.bench.ClosedLoop.Round;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Live tails of some runs, and single entries that arrive at these runs at an even pace; one thread, so that it costs
 * little. Each entry must reach every tail of its run, once.
 */
final class TailLoad implements AutoCloseable {
    private static final int WRITERS = 8;
    private static final int PER_SECOND = 200;
    private static final long BETWEEN = Duration.ofSeconds(1).toNanos() / PER_SECOND;
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    /** What counts as no time: the reader had the entry before the writer had its answer. */
    private static final long NO_TIME = 1_000;

    private final InetSocketAddress address;
    private final List<UUID> runs;
    private final Selector selector = Selector.open();
    private final ByteBuffer room = ByteBuffer.allocate(64 * 1024);
    private final List<TailReader> tails = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();
    private final Deque<Writer> idle = new ArrayDeque<>();
    /** When each entry was acknowledged, by its number; 0 while it is not. */
    private long[] acknowledged = new long[1024];

    private int sent;
    private int waiting;
    private long[] latencies = new long[1024];
    private int delivered;

    TailLoad(InetSocketAddress address, List<UUID> runs) throws IOException {
        this.address = address;
        this.runs = runs;
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer());
        }
        idle.addAll(writers);
    }

    /** Sends one entry after the other, each with the next number. */
    private final class Writer implements Script {
        private final Conversation conversation = new Conversation(address, this, selector);
        private int number;

        private Writer() throws IOException {}

        @Override
        public ByteBuffer next() {
            number = sent++;
            if (number == acknowledged.length) {
                acknowledged = Arrays.copyOf(acknowledged, number * 2);
            }
            var message = "{\"message\":\"Product " + TailReader.MARK + number + " of feed 'spring-sale' exported\"}";
            return ByteBuffer.wrap(Request.json("/ingest/v1/runs/" + runOf(number) + "/logs", message)
                    .bytes());
        }

        @Override
        public boolean isRight(int status, byte[] answer, int start, int end) {
            return status == 201;
        }
    }

    private UUID runOf(int number) {
        return runs.get(number % runs.size());
    }

    /** Opens tails until there are so many, as many of each run as of any other, for what comes from now on. */
    void follow(int count) throws IOException {
        while (tails.size() < count) {
            int run = tails.size() % runs.size();
            int soFar = (sent + runs.size() - 1 - run) / runs.size();
            tails.add(new TailReader(address, runs.get(run), soFar, selector));
        }
    }

    /** Lets entries arrive, and waits until they have reached every tail: how long each took from its acknowledgement. */
    Round run(Duration time) throws IOException {
        var start = System.nanoTime();
        delivered = 0;
        waiting = 0;
        long due = start;
        while (System.nanoTime() - start < time.toNanos()) {
            if (System.nanoTime() >= due && !idle.isEmpty()) {
                waiting += tailsOf(sent % runs.size());
                idle.remove().conversation.ask();
                due += BETWEEN;
            }
            turn(due);
        }
        var last = System.nanoTime();
        while (waiting > 0 || idle.size() < WRITERS) {
            turn(last + PATIENCE);
            if (System.nanoTime() - last > PATIENCE) {
                throw new IllegalStateException(waiting + " entries have not reached a tail");
            }
        }
        var sorted = Arrays.copyOf(latencies, delivered);
        Arrays.sort(sorted);
        return new Round(last - start, sorted);
    }

    private int tailsOf(int run) {
        return (int) IntStream.range(0, tails.size())
                .filter(tail -> tail % runs.size() == run)
                .count();
    }

    private void turn(long until) throws IOException {
        var millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (millis > 0) {
            selector.select(millis);
        } else {
            selector.selectNow();
        }
        for (var key : selector.selectedKeys()) {
            if (key.attachment() instanceof TailReader tail) {
                tail.proceed(room, this::arrived);
            } else {
                proceed((Conversation) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void proceed(Conversation conversation) throws IOException {
        if (conversation.proceed() >= 0) {
            var writer = writers.stream()
                    .filter(one -> one.conversation == conversation)
                    .findFirst()
                    .orElseThrow();
            acknowledged[writer.number] = System.nanoTime();
            idle.add(writer);
        }
    }

    private void arrived(int number) {
        var since = acknowledged[number];
        if (delivered == latencies.length) {
            latencies = Arrays.copyOf(latencies, delivered * 2);
        }
        latencies[delivered++] = since == 0 ? NO_TIME : Math.max(NO_TIME, System.nanoTime() - since);
        waiting--;
    }

    @Override
    public void close() throws IOException {
        for (var tail : tails) {
            tail.close();
        }
        for (var writer : writers) {
            writer.conversation.close();
        }
        selector.close();
    }
}
