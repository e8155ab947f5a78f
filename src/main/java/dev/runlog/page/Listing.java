package dev.runlog.page;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One list as its store asks for it: the rows in order from anywhere, how a row is read, and where an item stands. */
public interface Listing<T> extends ListSource<T> {
    int FEW = 100;
    int FIRST_PIECE = 250;
    int MOST_PIECE = 2_000;
    int MOST_CHARACTERS = 1024 * 1024;

    /** The list to ask for the first rows behind {@code after}, where it is quicker to look for them before. */
    default Listing<T> near(Rows rows, Optional<Cursor> after, int limit) {
        return this;
    }

    /** The first rows behind {@code after} in the list's order. */
    Statement rows(Optional<Cursor> after, int limit);

    /** As {@link #rows(Optional, int)}, but a row with a text of more than so many characters says that there is no room. */
    default Statement shortRows(Optional<Cursor> after, int limit, int charactersOfEach) {
        return rows(after, limit);
    }

    /** As {@link #rows(Optional, int)}, but the rows that come behind so many characters say that there is no room. */
    default Statement firstRows(Optional<Cursor> after, int limit, int characters) {
        return rows(after, limit);
    }

    /** Of the row under the cursor, which one of the two above asked for; one without room lacks a text. */
    default Room room(ResultSet row) throws SQLException {
        return Room.ENOUGH;
    }

    /** How much room a page has: a row takes the {@code LAST}, those behind it find {@code NONE}. */
    enum Room {
        ENOUGH,
        LAST,
        NONE
    }

    /** One row with one column, the number of matching rows, counted no further than {@code most}. */
    Statement counted(int most);

    T read(ResultSet row) throws SQLException;

    /** The sort key of the row under the cursor, as {@link Cursor#keys()} holds it. */
    List<Object> keysOf(ResultSet row) throws SQLException;

    /**
     * A few rows are asked for as if none were long, since adding up how long they are takes the database as long as
     * finding them; where one is, once more.
     */
    @Override
    default Slice<T> page(Rows rows, Optional<Cursor> after, int limit, int characters) {
        var near = near(rows, after, limit + 1);
        if (limit <= FEW) {
            var slice = slice(rows, near.shortRows(after, limit + 1, characters / limit), limit);
            if (!slice.early()) {
                return slice;
            }
        }
        return slice(rows, near.firstRows(after, limit + 1, characters), limit);
    }

    /**
     * There is one row to spare, which says whether more follow: only the one before it is a place to go on from. The items
     * end with the first row for which there is no room, also where those behind it would find some.
     */
    private Slice<T> slice(Rows rows, Statement question, int limit) {
        var items = new ArrayList<Keyed<T>>();
        var read = rows.list(question, row -> {
            var room = room(row);
            var isBehindTheEnd = items.size() < row.getRow() - 1;
            if (isBehindTheEnd || room == Room.NONE || items.size() == limit) {
                return false;
            }
            var isLast = room == Room.LAST || items.size() + 1 == limit;
            return items.add(new Keyed<>(read(row), isLast ? keysOf(row) : List.of()));
        });
        return new Slice<>(items, read.size() > items.size(), items.size() < Math.min(limit, read.size()));
    }

    /** About how many characters of text an item holds, where that may be many. */
    default int charactersOf(T item) {
        return 0;
    }

    /**
     * Piece by piece, each read while the one before is taken: a reader that is slow to take what it got holds no
     * connection and no transaction meanwhile, and of its list no more than two pieces are in memory.
     */
    @Override
    default void each(Rows rows, Optional<Cursor> after, Sink<T> sink) throws IOException {
        var slice = piece(rows, after, FIRST_PIECE);
        while (slice.more()) {
            var last = slice.items().get(slice.items().size() - 1);
            var next = rows.ahead(() -> piece(rows, Optional.of(new Cursor(Instant.EPOCH, last.keys())), MOST_PIECE));
            try {
                hand(slice, sink);
            } catch (IOException | RuntimeException gone) {
                next.cancel();
                throw gone;
            }
            slice = next.get();
        }
        hand(slice, sink);
    }

    private static <T> void hand(Slice<T> slice, Sink<T> sink) throws IOException {
        for (var item : slice.items()) {
            sink.take(item.item());
        }
    }

    /** As {@link #page}, cut short where its text gets long. */
    private Slice<T> piece(Rows rows, Optional<Cursor> after, int limit) {
        var read = new ArrayList<Keyed<T>>();
        var characters = new int[1];
        var cut = rows.until(near(rows, after, limit + 1).rows(after, limit + 1), row -> {
            if (read.size() == limit) {
                return true;
            }
            var item = read(row);
            characters[0] += charactersOf(item);
            var isLast = read.size() + 1 == limit || characters[0] > MOST_CHARACTERS;
            read.add(new Keyed<>(item, isLast ? keysOf(row) : List.of()));
            return characters[0] > MOST_CHARACTERS;
        });
        return new Slice<>(read, cut, cut && read.size() < limit);
    }

    @Override
    default long count(Rows rows, int most) {
        return rows.one(counted(most), row -> row.getLong(1)).orElse(0L);
    }
}
