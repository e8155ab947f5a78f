package dev.runlog.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One list as its store asks for it: the rows in order from anywhere, how a row is read, and where an item stands. */
public interface Listing<T> {

    /** The rows behind {@code after} in the list's order; all of them where {@code limit} is empty. */
    Statement rows(Optional<Cursor> after, OptionalInt limit);

    /** One row with one column, the number of matching rows, counted no further than {@code most}. */
    Statement counted(int most);

    T read(ResultSet row) throws SQLException;

    /** The sort key of the row under the cursor, as {@link Cursor#keys()} holds it. */
    List<Object> keysOf(ResultSet row) throws SQLException;
}
