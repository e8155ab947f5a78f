package dev.runlog.page;

import dev.runlog.platform.Json;
import dev.runlog.platform.Utf8;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers with one thing and its ETag, or with 304 to a caller that has it already (RFC 9110, 8.8.3 and 13.1.2). The
 * tag is weak, for the same one goes with the gzipped answer.
 */
@Singleton
public class Conditional {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final int DIGEST_BYTES = 16;

    private final Json json;

    Conditional(Json json) {
        this.json = json;
    }

    /** 200 with the entity as JSON, or 304. */
    public Response answer(HttpHeaders headers, Object entity) {
        var body = json.write(entity);
        var digest = digest(body);
        var known = isKnown(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH), digest);
        var response = known ? Response.notModified() : Response.ok(body).type(MediaType.APPLICATION_JSON_TYPE);
        return response.header(HttpHeaders.ETAG, "W/\"" + digest + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    /** Weak comparison: tags are the same where their opaque parts are. */
    private static boolean isKnown(List<String> ifNoneMatch, String digest) {
        return ifNoneMatch.stream()
                .anyMatch(value -> value.strip().equals("*")
                        || TAG.matcher(value)
                                .results()
                                .anyMatch(tag -> tag.group(1).equals(digest)));
    }

    private static String digest(String body) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(body));
            return HexFormat.of().formatHex(sha, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
