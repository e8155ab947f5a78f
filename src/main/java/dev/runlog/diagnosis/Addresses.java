package dev.runlog.diagnosis;

import dev.runlog.platform.Utf8;
import java.util.UUID;

/** Where what speaks for a finding can be read. */
record Addresses(UUID processId) {
    private static final int ENTRIES_AROUND = 10;

    String run() {
        return "/api/v1/runs/" + processId;
    }

    String entry(int seq) {
        return run() + "/logs?afterSeq=" + (seq - 1) + "&limit=1";
    }

    /** The entry and some before and behind it. */
    String around(int seq) {
        return run() + "/logs?afterSeq=" + Math.max(0, seq - ENTRIES_AROUND / 2) + "&limit=" + ENTRIES_AROUND;
    }

    String logs() {
        return run() + "/logs";
    }

    String lastEntries() {
        return run() + "/logs?sort=-seq&limit=" + ENTRIES_AROUND;
    }

    String entriesOf(String fingerprint) {
        return run() + "/logs?fingerprint=" + fingerprint;
    }

    String failures() {
        return run() + "/failures";
    }

    String failuresOf(String fingerprint) {
        return run() + "/failures?fingerprint=" + fingerprint;
    }

    String output(String stream, int lastLines) {
        return run() + "/output/" + stream + "?tail=" + lastLines;
    }

    String comparison() {
        return run() + "/comparison";
    }

    String timeline() {
        return run() + "/timeline";
    }

    static String runsWith(String fingerprint) {
        return "/api/v1/runs?fingerprint=" + fingerprint;
    }

    static String state(String stateId) {
        return "/api/v1/states/" + Utf8.percentEncoded(stateId);
    }

    static String statesOf(String connector) {
        return "/api/v1/states?connector=" + Utf8.percentEncoded(connector);
    }
}
