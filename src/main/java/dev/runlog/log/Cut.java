package dev.runlog.log;

/** What of an entry was over its bound and is cut: the bits of {@code log_entry.cut}. */
final class Cut {
    static final int MESSAGE = 1;
    static final int CONTEXT = 2;
    static final int RESPONSE_BODY = 4;
    static final int REQUEST_URI = 8;

    private Cut() {}

    /** Whether the failed call itself is cut. */
    static boolean ofCall(int cut) {
        return (cut & (RESPONSE_BODY | REQUEST_URI)) != 0;
    }
}
