package dev.runlog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads a stream of server-sent events as a browser does (HTML Standard, 9.2). For one thread. */
public final class EventReader implements AutoCloseable {
    private static final int PATIENCE_MS = (int) Waiting.PATIENCE.toMillis();

    private final HttpURLConnection connection;
    private final BufferedReader lines;
    private int comments;

    private EventReader(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
    }

    /**
     * One event.
     *
     * @param id null where it has none
     */
    public record Event(String id, String name, JsonNode data) {
        public boolean is(String wanted) {
            return name.equals(wanted);
        }

        public int seq() {
            return data.path("seq").asInt();
        }

        public String message() {
            return data.path("message").asText();
        }
    }

    public static EventReader open(URI address) {
        return open(address, Map.of());
    }

    /** Returns once the stream has begun. */
    public static EventReader open(URI address, Map<String, String> headers) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setReadTimeout(PATIENCE_MS);
            headers.forEach(connection::setRequestProperty);
            assertThat(connection.getResponseCode()).isEqualTo(200);
            assertThat(connection.getContentType()).isEqualTo("text/event-stream");
            return new EventReader(connection);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The next event; null where the stream has ended. */
    public Event next() {
        try {
            String id = null;
            String name = null;
            String data = null;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && data != null) {
                    return new Event(id, name, ApiDocument.read(data));
                } else if (line.startsWith(":")) {
                    comments++;
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All events up to the first that is wanted, which is the last of them. */
    public List<Event> until(Predicate<Event> wanted) {
        var events = new ArrayList<Event>();
        for (var event = next(); event != null; event = next()) {
            events.add(event);
            if (wanted.test(event)) {
                return events;
            }
        }
        throw new AssertionError("The stream ended before what was wanted: " + events);
    }

    /** All events to the stream's end. */
    public List<Event> toEnd() {
        var events = new ArrayList<Event>();
        for (var event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    /** How many have come before the last event. */
    public int comments() {
        return comments;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
