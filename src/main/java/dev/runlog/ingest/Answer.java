package dev.runlog.ingest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What a write is answered, once it is committed.
 *
 * @param body JSON
 * @param replayed it is the first answer to a repeated Idempotency-Key
 */
record Answer(int status, String body, boolean replayed) {

    Answer(int status, String body) {
        this(status, body, false);
    }

    Answer asReplay() {
        return new Answer(status, body, true);
    }

    Response.ResponseBuilder response() {
        var response = Response.status(status).type(MediaType.APPLICATION_JSON).entity(body);
        return replayed ? response.header("Idempotent-Replayed", "true") : response;
    }
}
