package dev.runlog.log;

import dev.runlog.page.EventStream;
import io.vertx.core.buffer.Buffer;

/** A tail that is read as a stream of events. */
final class StreamedTail implements Tail.Reader {
    private final EventStream stream;

    StreamedTail(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void take(TailPiece piece) {
        stream.send(piece.events());
    }

    @Override
    public boolean followsRun() {
        return true;
    }

    @Override
    public void changed(String run) {
        stream.send(Buffer.buffer(EventStream.event("run", run)));
    }

    @Override
    public void end(String run) {
        stream.send(Buffer.buffer(EventStream.event("end", run)));
        stream.close();
    }

    @Override
    public void close() {
        stream.close();
    }
}
