package dev.runlog.testing;

import java.time.Instant;
import java.util.UUID;

/** What a test starts from, made through the ingestion API: each run with ids and names of its own. */
public final class Given {
    private Given() {}

    /** A run whose registration is still to come. */
    public static GivenRun anUnknownRun() {
        var mark = mark();
        return new GivenRun(UUID.randomUUID(), "connector-" + mark, "site-" + mark, "1.0-" + mark, null, null);
    }

    /** A run that is registered and goes on. */
    public static GivenRun aRun() {
        return anUnknownRun().registers();
    }

    public static GivenRun aSucceededRun() {
        return aRun().ends(0);
    }

    /** A run that said why and ended with exit code 1. */
    public static GivenRun aFailedRun() {
        return aRun().says("error", "Feed rejected").ends(1);
    }

    /** A connector's name that nothing has yet. */
    public static String aConnector() {
        return "connector-" + mark();
    }

    /** Eight characters that nothing else has. */
    public static String mark() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** A minute of a day long past, for runs in a known order. */
    public static Instant minute(int minute) {
        return Instant.parse("2026-10-01T10:00:00Z").plusSeconds(60L * minute);
    }
}
