package dev.runlog.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A load of connections each of which asks again as soon as it is answered; one thread, so that it costs little. */
final class ClosedLoop {
    private final Selector selector;
    private final List<Conversation> conversations = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    private ClosedLoop(Selector selector) {
        this.selector = selector;
    }

    /**
     * What a load came to.
     *
     * @param nanos until the last answer
     * @param latencies in nanoseconds, sorted
     */
    record Round(long nanos, long[] latencies) {
        int answers() {
            return latencies.length;
        }

        double perSecond() {
            return answers() * 1e9 / nanos;
        }

        /** In milliseconds. */
        double percentile(double share) {
            return latencies[(int) Math.min(latencies.length - 1L, Math.round(latencies.length * share))] / 1e6;
        }
    }

    /** @throws IllegalStateException where an answer is not the right one */
    static Round run(InetSocketAddress address, List<? extends Script> scripts, Duration time) throws IOException {
        try (var selector = Selector.open()) {
            var loop = new ClosedLoop(selector);
            try {
                for (var script : scripts) {
                    loop.conversations.add(new Conversation(address, script, selector));
                }
                return loop.run(time);
            } finally {
                for (var conversation : loop.conversations) {
                    conversation.close();
                }
            }
        }
    }

    private Round run(Duration time) throws IOException {
        var start = System.nanoTime();
        var stop = start + time.toNanos();
        for (var conversation : conversations) {
            conversation.ask();
        }
        int asked = conversations.size();
        while (latencies.count() < asked) {
            selector.select();
            for (var key : selector.selectedKeys()) {
                var conversation = (Conversation) key.attachment();
                var took = conversation.proceed();
                if (took >= 0) {
                    latencies.add(took);
                    if (System.nanoTime() < stop) {
                        conversation.ask();
                        asked++;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return latencies.over(System.nanoTime() - start);
    }
}
