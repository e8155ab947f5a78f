package dev.runlog.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A page of a list.
 *
 * @param nextCursor null on the last page
 * @param count only where {@code count=true} asked for it
 */
public record Page<T>(
        List<T> items,
        String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) Count count) {

    /** How many items match; {@code gte} where counting stopped at 10 000. */
    public record Count(long value, String relation) {
        static final int MOST = 10_000;

        static Count of(long counted) {
            return counted > MOST ? new Count(MOST, "gte") : new Count(counted, "eq");
        }
    }
}
