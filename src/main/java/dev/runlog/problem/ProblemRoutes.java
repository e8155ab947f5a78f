package dev.runlog.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Problem documents for what never reaches a resource: unknown paths, bodies over the limit, broken requests. */
@ApplicationScoped
public class ProblemRoutes {
    /** Behind what adds to every answer: the request's id and the headers. */
    private static final int BEFORE_EVERY_ROUTE = Integer.MIN_VALUE + 4;

    private static final int BEHIND_EVERY_ROUTE = Integer.MAX_VALUE;

    private static final int MOST_ADDRESS_CHARACTERS = 16 * 1024;
    private static final int MOST_HEADER_CHARACTERS = 16 * 1024;
    private static final int MOST_DRAINED = 64 * 1024;
    private static final long DRAIN_MS = 2_000;

    private final RefusalCounts counts;
    private final ObjectMapper json;

    ProblemRoutes(RefusalCounts counts, ObjectMapper json) {
        this.counts = counts;
        this.json = json;
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_EVERY_ROUTE).handler(this::checkAddress).failureHandler(this::failed);
        router.route().order(BEHIND_EVERY_ROUTE).handler(rc -> answer(rc, ProblemCode.NOT_FOUND));
        for (int status : new int[] {400, 404, 405, 413, 414, 431}) {
            router.errorHandler(status, rc -> answer(rc, ProblemCode.ofStatus(rc.statusCode())));
        }
    }

    /**
     * The framework would answer an address that is no URI with an empty 400; the launcher switches that off. And it would
     * drop what follows a semicolon, so that another thing than the named one is written.
     */
    private void checkAddress(RoutingContext rc) {
        if (rc.request().uri().length() > MOST_ADDRESS_CHARACTERS) {
            answer(rc, ProblemCode.URI_TOO_LONG);
            return;
        }
        if (headerCharacters(rc) > MOST_HEADER_CHARACTERS) {
            answer(rc, ProblemCode.HEADERS_TOO_LARGE);
            return;
        }
        try {
            new URI(rc.request().uri());
        } catch (URISyntaxException broken) {
            refuse(rc, "The address is not a URI: percent-encode what is not a letter, a digit or one of -._~.");
            return;
        }
        if (rc.request().uri().split("\\?", 2)[0].indexOf(';') >= 0) {
            refuse(rc, "A semicolon in a path is written as %3B.");
            return;
        }
        if (!isUtf8(rc.request().path())) {
            refuse(rc, "The path is not UTF-8 where it is percent-encoded.");
            return;
        }
        var query = rc.request().query();
        if (query != null && !isUtf8(query)) {
            refuse(rc, "The query is not UTF-8 where it is percent-encoded.");
            return;
        }
        rc.next();
    }

    private static int headerCharacters(RoutingContext rc) {
        int characters = 0;
        for (var header : rc.request().headers()) {
            characters += header.getKey().length() + header.getValue().length();
        }
        return characters;
    }

    private void refuse(RoutingContext rc, String detail) {
        answer(rc, new Refusal(ProblemCode.BAD_REQUEST, detail));
    }

    /** Whether what is percent-encoded is whole UTF-8; the framework would put U+FFFD for what is not. */
    private static boolean isUtf8(String part) {
        if (part.indexOf('%') < 0) {
            return true;
        }
        var bytes = ByteBuffer.allocate(part.length());
        for (int i = 0; i < part.length(); i++) {
            var c = part.charAt(i);
            if (c == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(part, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) (c < 0x80 ? c : '?'));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private void failed(RoutingContext rc) {
        if (rc.response().ended()) {
            return;
        }
        var status = rc.statusCode();
        if (rc.failure() != null && status >= 500) {
            answer(rc, Problems.refusalOf(rc.failure()));
            return;
        }
        answer(rc, ProblemCode.ofStatus(status));
    }

    private void answer(RoutingContext rc, ProblemCode code) {
        answer(rc, new Refusal(code, code.explanation()));
    }

    /** Ends a request that has not reached a resource; one that is being answered already is broken off. */
    public void answer(RoutingContext rc, Refusal refusal) {
        if (rc.response().headWritten()) {
            rc.response().reset();
            return;
        }
        var code = refusal.code();
        counts.count(code);
        var shape = Problem.Shape.of(refusal, rc);
        refusal.headers().forEach(rc.response()::putHeader);
        rc.response()
                .setStatusCode(code.status())
                .putHeader("Content-Type", shape.mediaType())
                .putHeader("Cache-Control", "no-store")
                .end(document(shape.body()));
    }

    /** As {@link #answer}, where the body has not been read: a short one is, so that the connection can be used again. */
    public void answerUnread(RoutingContext rc, Refusal refusal) {
        var request = rc.request();
        var declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        var chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (chunked || declared != null && Long.parseLong(declared) > MOST_DRAINED) {
            answerAndClose(rc, refusal);
            return;
        }
        answer(rc, refusal);
        drain(request);
    }

    /** As {@link #answer}, to a client that may be sending still: it could not read the answer before it has finished. */
    public void answerAndClose(RoutingContext rc, Refusal refusal) {
        var request = rc.request();
        rc.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer(rc, refusal);
        if (!request.isEnded()) {
            drain(request);
            rc.vertx().setTimer(DRAIN_MS, late -> request.connection().close());
        }
    }

    /** What it sends is thrown away. */
    private static void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(chunk -> {});
            request.endHandler(end -> {});
            request.exceptionHandler(gone -> {});
            request.resume();
        }
    }

    private Buffer document(Object problem) {
        try {
            return Buffer.buffer(problem instanceof byte[] bytes ? bytes : json.writeValueAsBytes(problem));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
