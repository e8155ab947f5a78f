package dev.runlog.ingest;

import java.util.Locale;

/** What a credential was known by. */
enum SecretKind {
    /** The name before it. */
    NAMED,
    /** Its place in a URI. */
    USERINFO,
    /** How it begins, or the word Bearer or Basic before it. */
    TOKEN,
    /** The lines around it. */
    PRIVATE_KEY,
    /** A pattern of the operator's. */
    PATTERN;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
