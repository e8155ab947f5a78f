package dev.runlog.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.runlog.platform.Rfc3339;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes lists as NDJSON, text and CSV, item by item. */
@ApplicationScoped
class Streams {
    private static final int BUFFER = 32 * 1024;

    private final Rows rows;
    private final Turns turns;
    private final WholeBody bodies;
    private final ObjectWriter json;

    Streams(Rows rows, Turns turns, WholeBody bodies, ObjectMapper json) {
        this.rows = rows;
        this.turns = turns;
        this.bodies = bodies;
        this.json = json.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .withRootValueSeparator("\n");
    }

    /** Every item of the list at constant memory. A failure midway breaks the connection: a cut stream looks cut. */
    <T> StreamingOutput all(
            ListSource<T> list, Parameters parameters, Layout<T> layout, Format format, RoutingContext routing) {
        turns.takeForExport(routing);
        return bodies.of(routing, out -> {
            var sink = sink(out, layout, format);
            list.each(rows, parameters.cursor(), sink::write);
            sink.end();
        });
    }

    <T> StreamingOutput of(List<T> items, Layout<T> layout, Format format) {
        return out -> {
            var sink = sink(out, layout, format);
            for (var item : items) {
                sink.write(item);
            }
            sink.end();
        };
    }

    /** A page, written as it is made. */
    StreamingOutput of(Page<?> page, RoutingContext routing) {
        return bodies.of(routing, out -> json.writeValue(out, page));
    }

    private interface Sink<T> {
        void write(T item) throws IOException;

        void end() throws IOException;
    }

    private <T> Sink<T> sink(OutputStream out, Layout<T> layout, Format format) throws IOException {
        return switch (format) {
            case JSON, NDJSON -> ndjson(new BufferedOutputStream(out, BUFFER));
            case TEXT -> text(writer(out), layout);
            case CSV -> csv(writer(out), layout);
        };
    }

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    }

    private <T> Sink<T> ndjson(OutputStream out) throws IOException {
        var items = json.writeValues(out);
        return new Sink<>() {
            private boolean any;

            @Override
            public void write(T item) throws IOException {
                items.write(item);
                any = true;
            }

            @Override
            public void end() throws IOException {
                items.flush();
                if (any) {
                    out.write('\n');
                }
                out.flush();
            }
        };
    }

    private static <T> Sink<T> text(Writer writer, Layout<T> layout) {
        return new Sink<>() {
            @Override
            public void write(T item) throws IOException {
                writer.write(layout.line().apply(item));
                writer.write('\n');
            }

            @Override
            public void end() throws IOException {
                writer.flush();
            }
        };
    }

    private static <T> Sink<T> csv(Writer writer, Layout<T> layout) throws IOException {
        var printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        printer.printRecord(layout.columns().stream().map(Layout.Column::name));
        return new Sink<>() {
            @Override
            public void write(T item) throws IOException {
                for (var column : layout.columns()) {
                    printer.print(cell(column.value().apply(item)));
                }
                printer.println();
            }

            @Override
            public void end() throws IOException {
                printer.flush();
            }
        };
    }

    /** Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection). */
    private static Object cell(Object value) {
        if (value instanceof Instant time) {
            return Rfc3339.format(time);
        }
        if (value instanceof String text && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return "'" + text;
        }
        return value;
    }
}
