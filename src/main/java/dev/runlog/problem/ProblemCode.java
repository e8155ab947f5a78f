package dev.runlog.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The catalogue of refusals: every way this service says no, with its HTTP status, title and explanation. */
public enum ProblemCode {
    INVALID_PARAMETER(
            400,
            "A query parameter is wrong",
            "A query parameter has a value that cannot be used, is empty, or is given twice where one is meant. "
                    + "errors names each one and what it may be."),
    UNKNOWN_PARAMETER(
            400,
            "A query parameter is not known here",
            "The address does not know one of the query parameters. Nothing was returned, because a mistyped filter "
                    + "must never return everything. The detail lists the known ones."),
    INVALID_CURSOR(
            400,
            "The cursor does not belong here",
            "A cursor is bound to the address, the filters and the sort it came from. Use the address in the Link "
                    + "header as it is, or start again without a cursor."),
    INVALID_HEADER(400, "A request header is wrong", "A header has a value that cannot be used; errors names it."),
    INVALID_PATH(400, "The address is wrong", "A part of the path is not of the form it must have."),
    MALFORMED_BODY(
            400,
            "The body cannot be read",
            "The body is empty, is not valid JSON in UTF-8, nests deeper than 32, holds a number of over 40 digits or "
                    + "an exponent beyond 308, names a member twice, goes on behind its end, is not intact gzip, or is not the "
                    + "protobuf message that the address takes. Nothing was stored."),
    INVALID_BODY(
            400,
            "The body has a wrong part",
            "The body was read, but a part of it is missing, unknown or out of bounds; errors points at each. "
                    + "Nothing was stored."),
    BAD_REQUEST(400, "The request is wrong", "The request could not be understood."),
    UNAUTHORIZED(401, "A credential is needed", "Send a valid credential as Authorization: Bearer."),
    FORBIDDEN(
            403,
            "The credential does not reach this",
            "The credential lacks the scope that this call needs, or is limited to connectors or a run that this would "
                    + "not write to."),
    NOT_FOUND(404, "There is nothing at this address", "The address is not one of this service's."),
    RUN_NOT_FOUND(404, "The run is not known", "No run with this process id has been seen."),
    STATE_NOT_FOUND(404, "The state is not known", "No state with this id has been seen."),
    CONNECTOR_NOT_FOUND(404, "The connector is not known", "No connector of this name has been seen."),
    KEY_NOT_FOUND(404, "The key is not known", "No API key has this id."),
    NO_EARLIER_SUCCESS(
            404,
            "There is no earlier success",
            "No run of the same connector and site has succeeded before this one, so there is nothing to compare with."),
    ERROR_GROUP_NOT_FOUND(
            404, "The error group is not known", "No error of this fingerprint has been seen, or all have expired."),
    METHOD_NOT_ALLOWED(
            405, "The method is not allowed here", "The address exists, but not for this method; see Allow."),
    NOT_ACCEPTABLE(
            406,
            "No such format here",
            "None of the media types in Accept is offered at this address; the OpenAPI document says which are."),
    REQUEST_TIMEOUT(
            408, "The body took too long", "A body must have arrived whole within the time the service allows."),
    RUN_CONFLICT(
            409,
            "The run is known otherwise",
            "What was sent contradicts what is known of the run; the first word stays."),
    FINISH_CONFLICT(409, "The run has ended otherwise", "The run has ended with another exit code; the first stays."),
    STATE_CONFLICT(
            409,
            "The state is known otherwise",
            "What was sent contradicts what is known of the state, or would go on behind its end (done, failed, "
                    + "cancelled); the first word stays."),
    KEY_ALREADY_MADE(
            409,
            "The key was made before",
            "A request with this Idempotency-Key has made an API key, and a key is shown once only. If that answer was "
                    + "lost, revoke the key, whose id is in the detail, and make another with a new Idempotency-Key."),
    OFFSET_CONFLICT(
            409,
            "The write leaves a gap",
            "Upload-Offset is behind the end of what is stored. The answer's Upload-Offset is the present size: "
                    + "continue from there."),
    LOGS_EXPIRED(
            410,
            "The logs have expired",
            "The run is known, but its logs and output are past their retention: they are gone, and nothing can be "
                    + "added to them."),
    TOO_LARGE(413, "The request is too large", "The request is over one of the bounds; the detail names it."),
    URI_TOO_LONG(
            414,
            "The address is too long",
            "An address may have 16 KiB. Ask for fewer values at a time, or walk the list without the filter."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body's type is not taken here",
            "Send application/json, or what the address says in the OpenAPI document; gzip is the only content encoding."),
    RANGE_NOT_SATISFIABLE(
            416, "The range is outside the output", "The range begins behind the last byte; see Content-Range."),
    IDEMPOTENCY_MISMATCH(
            422,
            "The key was used for something else",
            "This Idempotency-Key came with another body before. A new write needs a new key."),
    TOO_MANY_REQUESTS(429, "Too many requests", "Wait as long as Retry-After says."),
    HEADERS_TOO_LARGE(431, "The headers are too large", "The headers of a request may have 16 KiB together."),
    INTERNAL(500, "The service failed", "Something went wrong here. The request id finds it in the service's log."),
    UNAVAILABLE(
            503,
            "The service cannot do this now",
            "The database does not answer, or too much is waiting to be written. Nothing of this request is promised; "
                    + "repeat it after Retry-After, with the same Idempotency-Key if it had one."),
    QUERY_TOO_SLOW(
            503,
            "The query took too long",
            "The query went past its time budget. Narrow it: name a connector or a run, a shorter window, a level.");

    private final int status;
    private final String title;
    private final String explanation;

    ProblemCode(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    /** The stable slug, such as {@code run-not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }

    static Optional<ProblemCode> ofSlug(String slug) {
        return Arrays.stream(values()).filter(code -> code.slug().equals(slug)).findFirst();
    }

    /** The catalogue's word for a status that the framework raised. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
        };
    }
}
