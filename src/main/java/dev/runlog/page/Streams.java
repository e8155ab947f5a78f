package dev.runlog.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.runlog.platform.Rfc3339;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
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
    private final ObjectWriter json;

    Streams(Rows rows, Turns turns, ObjectMapper json) {
        this.rows = rows;
        this.turns = turns;
        this.json = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /** Every item of the list at constant memory. A failure midway breaks the connection: a cut stream looks cut. */
    <T> StreamingOutput all(
            ListSource<T> list, Parameters parameters, Layout<T> layout, Format format, RoutingContext routing) {
        turns.takeForExport(routing);
        return WholeBody.of(routing, out -> {
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

    private interface Sink<T> {
        void write(T item) throws IOException;

        void end() throws IOException;
    }

    private <T> Sink<T> sink(OutputStream out, Layout<T> layout, Format format) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        return switch (format) {
            case JSON, NDJSON -> ndjson(writer);
            case TEXT -> text(writer, layout);
            case CSV -> csv(writer, layout);
        };
    }

    private <T> Sink<T> ndjson(Writer writer) {
        return new Sink<>() {
            @Override
            public void write(T item) throws IOException {
                writer.write(json.writeValueAsString(item));
                writer.write('\n');
            }

            @Override
            public void end() throws IOException {
                writer.flush();
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
