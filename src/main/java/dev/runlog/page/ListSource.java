package dev.runlog.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One list, its order and its filters settled: what it holds from anywhere on. {@link Listing} is one in SQL. */
public interface ListSource<T> {

    /** Characters of text in a page that nobody need be careful with, and the most of any. */
    int ORDINARY = 256 * 1024;

    int MOST = 4 * 1024 * 1024;

    /**
     * The items behind {@code after}: as many as {@code limit}, or fewer where these hold {@code characters} of text
     * already.
     */
    Slice<T> page(Rows rows, Optional<Cursor> after, int limit, int characters);

    /** As many as a page may have. */
    default Slice<T> page(Rows rows, Optional<Cursor> after, int limit) {
        return page(rows, after, limit, MOST);
    }

    /** Hands over every item behind {@code after}, in order, at constant memory. */
    void each(Rows rows, Optional<Cursor> after, Sink<T> sink) throws IOException;

    /** The number of items, counted no further than {@code most}. */
    long count(Rows rows, int most);

    /** Takes one item after the other. */
    @FunctionalInterface
    interface Sink<T> {
        void take(T item) throws IOException;
    }

    /** @param keys where the item stands, as {@link Cursor#keys()} holds it */
    record Keyed<T>(T item, List<Object> keys) {}

    /**
     * @param more whether items may follow
     * @param early whether it ends before its limit for the text that it holds
     * @param end where it ends, as {@link Cursor#keys()} holds it
     */
    record Slice<T>(List<Keyed<T>> items, boolean more, boolean early, List<Object> end) {
        /** Ends with its last item; never more with no items. */
        public Slice(List<Keyed<T>> items, boolean more, boolean early) {
            this(
                    items,
                    more,
                    early,
                    items.isEmpty() ? List.of() : items.get(items.size() - 1).keys());
        }
    }
}
