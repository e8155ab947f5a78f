package dev.runlog.page;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One list as its store asks for it: the rows in order from anywhere, how a row is read, and where an item stands. */
public interface Listing<T> extends ListSource<T> {

    /** The rows behind {@code after} in the list's order; all of them where {@code limit} is empty. */
    Statement rows(Optional<Cursor> after, OptionalInt limit);

    /** One row with one column, the number of matching rows, counted no further than {@code most}. */
    Statement counted(int most);

    T read(ResultSet row) throws SQLException;

    /** The sort key of the row under the cursor, as {@link Cursor#keys()} holds it. */
    List<Object> keysOf(ResultSet row) throws SQLException;

    /** Asks for one row to spare, which says whether more follow. */
    @Override
    default Slice<T> page(Rows rows, Optional<Cursor> after, int limit) {
        var items = rows.list(rows(after, OptionalInt.of(limit + 1)), row -> new Keyed<>(read(row), keysOf(row)));
        var more = items.size() > limit;
        return new Slice<>(more ? items.subList(0, limit) : items, more);
    }

    @Override
    default void each(Rows rows, Optional<Cursor> after, Sink<T> sink) throws IOException {
        rows.stream(rows(after, OptionalInt.empty()), row -> {
            sink.take(read(row));
            return true;
        });
    }

    @Override
    default long count(Rows rows, int most) {
        return rows.one(counted(most), row -> row.getLong(1)).orElse(0L);
    }
}
