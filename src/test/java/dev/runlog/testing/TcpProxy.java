package dev.runlog.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the service and its database, on loopback, and makes that connection as bad as a test wants it. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 200;

    private final ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile long delayMs;
    private boolean frozen;

    /** @param target the port of 127.0.0.1 that it leads to */
    public TcpProxy(int target) throws IOException {
        this.target = target;
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Leads new connections to another port. */
    public void leadTo(int port) {
        target = port;
    }

    /** Each piece waits so long, in both directions. */
    public void delay(Duration each) {
        delayMs = each.toMillis();
    }

    /** Goes on accepting connections and lets nothing through. */
    public synchronized void freeze() {
        frozen = true;
    }

    /** What was held up goes on. */
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    /** The present connections are never heard of again, as where a machine has vanished; new ones pass. */
    public void abandon() {
        links.forEach(link -> link.abandoned = true);
    }

    private synchronized void pass() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var link = new Link(door.accept());
                links.add(link);
                thread(link::open);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        links.forEach(Link::close);
        thaw();
    }

    private final class Link {
        private final Socket near;
        private volatile Socket far;
        private volatile boolean abandoned;

        Link(Socket near) {
            this.near = near;
        }

        void open() {
            try {
                pass();
                far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                thread(() -> pump(far, near));
                pump(near, far);
            } catch (IOException | InterruptedException refused) {
                close();
            }
        }

        private void pump(Socket from, Socket to) {
            var buffer = new byte[BUFFER];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    pass();
                    Thread.sleep(delayMs);
                    if (!abandoned) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException | InterruptedException ended) {
                // Both ends are told below.
            } finally {
                if (!abandoned) {
                    close();
                }
            }
        }

        void close() {
            links.remove(this);
            for (var socket : new Socket[] {near, far}) {
                try {
                    if (socket != null) {
                        socket.close();
                    }
                } catch (IOException closed) {
                    // It is closed.
                }
            }
        }
    }
}
