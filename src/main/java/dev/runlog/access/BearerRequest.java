package dev.runlog.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody comes with this text behind {@code Bearer}. */
final class BearerRequest extends BaseAuthenticationRequest {
    private final String text;
    private final Guess guess;

    /** It may be looked up wherever it comes from. */
    BearerRequest(String text) {
        this(text, Guess.UNBOUNDED);
    }

    BearerRequest(String text, Guess guess) {
        this.text = text;
        this.guess = guess;
    }

    String text() {
        return text;
    }

    Guess guess() {
        return guess;
    }
}
