package dev.runlog.page;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One list as its store asks for it: the rows in order from anywhere, how a row is read, and where an item stands. */
public interface Listing<T> extends ListSource<T> {
    int EACH_PAGE = 250;

    /** The first rows behind {@code after} in the list's order. */
    Statement rows(Optional<Cursor> after, int limit);

    /** One row with one column, the number of matching rows, counted no further than {@code most}. */
    Statement counted(int most);

    T read(ResultSet row) throws SQLException;

    /** The sort key of the row under the cursor, as {@link Cursor#keys()} holds it. */
    List<Object> keysOf(ResultSet row) throws SQLException;

    /** Asks for one row to spare, which says whether more follow. */
    @Override
    default Slice<T> page(Rows rows, Optional<Cursor> after, int limit) {
        var items = rows.list(rows(after, limit + 1), row -> new Keyed<>(read(row), keysOf(row)));
        var more = items.size() > limit;
        return new Slice<>(more ? items.subList(0, limit) : items, more);
    }

    /** Page by page: a reader that is slow to take what it got holds no connection and no transaction meanwhile. */
    @Override
    default void each(Rows rows, Optional<Cursor> after, Sink<T> sink) throws IOException {
        var slice = page(rows, after, EACH_PAGE);
        while (true) {
            for (var item : slice.items()) {
                sink.take(item.item());
            }
            if (!slice.more()) {
                return;
            }
            var last = slice.items().get(slice.items().size() - 1);
            slice = page(rows, Optional.of(new Cursor(Instant.EPOCH, last.keys())), EACH_PAGE);
        }
    }

    @Override
    default long count(Rows rows, int most) {
        return rows.one(counted(most), row -> row.getLong(1)).orElse(0L);
    }
}
