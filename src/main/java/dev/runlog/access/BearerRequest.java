package dev.runlog.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody comes with this text behind {@code Bearer}. */
final class BearerRequest extends BaseAuthenticationRequest {
    private final String text;

    BearerRequest(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
