package dev.runlog.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * One request and its answer.
 *
 * @param query as it was sent, without the question mark; empty where there was none
 * @param requestType media type without parameters; null where there was none
 * @param requestBody null where there was none, or it cannot be looked at
 * @param type media type of the answer without parameters; null where there was none
 * @param body null where it was not read
 */
record Exchange(
        String method,
        String path,
        String query,
        String requestType,
        byte[] requestBody,
        int status,
        String type,
        byte[] body) {

    boolean isGranted() {
        return status >= 200 && status < 300;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    static boolean isJson(String type) {
        return type != null && (type.equals("application/json") || type.endsWith("+json"));
    }

    static boolean isLines(String type) {
        return "application/x-ndjson".equals(type);
    }

    /** Whether bodies of this type are held against a schema. */
    static boolean isChecked(String type) {
        return isJson(type) || isLines(type);
    }

    static String typeOf(String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return null;
        }
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The bytes inside gzip; null where it is not intact, which some tests want. */
    static byte[] unpacked(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            return null;
        }
    }
}
