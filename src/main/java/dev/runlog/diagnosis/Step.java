package dev.runlog.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One of the five things that a person would look at.
 *
 * @param step from 1 to 5
 * @param finding what was found, in a sentence or a few
 */
@Schema
record Step(int step, String title, Result result, String finding, List<Exhibit> evidence) {

    /** {@code missing}: nothing is there to look at; {@code skipped}: it cannot be looked for yet, or is not for the caller. */
    public enum Result {
        OK,
        PROBLEM,
        SKIPPED,
        MISSING;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What speaks for a finding.
     *
     * @param href where it can be read
     * @param seq of the entry; null where it is none
     * @param excerpt its beginning, or of output its end; null where it is said in the finding
     */
    @Schema
    record Exhibit(
            Kind kind,
            String href,
            @Schema(nullable = true) Integer seq,
            @Schema(nullable = true) String excerpt) {

        /** What it is a part of. */
        public enum Kind {
            LOG,
            FAILURE,
            OUTPUT,
            STATE,
            RUN;

            @JsonValue
            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
