package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.Sight;
import dev.runlog.run.RunStore;
import dev.runlog.run.Seen;
import dev.runlog.run.Sights;
import dev.runlog.testing.Given;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(30)
class LogTailsTest {
    @Inject
    LogTails tails;

    @Inject
    RunStore runs;

    @Inject
    Sights sights;

    /** Takes nothing until it is told to. */
    private static final class Slow implements Tail.Reader {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CompletableFuture<String> changed = new CompletableFuture<>();
        private volatile boolean ready;

        @Override
        public boolean isReady() {
            asked.countDown();
            return ready;
        }

        @Override
        public void take(TailPiece piece) {}

        @Override
        public boolean followsRun() {
            return true;
        }

        @Override
        public void changed(String run) {
            changed.complete(run);
        }

        @Override
        public void end(String run) {}

        @Override
        public void close() {}
    }

    @Test
    void a_reader_that_catches_up_is_told_what_the_run_became_meanwhile() throws Exception {
        var run = Given.anUnknownRun().logs(3);
        var runId = runs.idWithLogs(sights.of(Sight.EVERYTHING), run.processId().toString());
        var reader = new Slow();
        var tail = tails.follow(runId, Seen.ofRun("e.run_id", runId), 0, reader);
        try {
            assertThat(reader.asked.await(10, TimeUnit.SECONDS)).isTrue();
            run.registers();
            reader.ready = true;
            tails.wake(runId);

            assertThat(reader.changed.get(10, TimeUnit.SECONDS)).contains(run.connector());
        } finally {
            tails.leave(tail);
        }
    }
}
