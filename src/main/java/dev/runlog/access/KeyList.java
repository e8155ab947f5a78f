package dev.runlog.access;

import dev.runlog.page.Cursor;
import dev.runlog.page.Listing;
import dev.runlog.page.Parameters;
import dev.runlog.page.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** All keys, newest first. */
final class KeyList implements Listing<ApiKey> {

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        var question = new Statement("select " + KeyStore.COLUMNS + "from api_key");
        after.ifPresent(cursor -> question.then("where (created_at, key_id) < (:lastCreated, :lastId)")
                .bind("lastCreated", cursor.time(0))
                .bind("lastId", Parameters.id(cursor.text(1)).orElseThrow(Cursor::refused)));
        question.then("order by created_at desc, key_id desc");
        return question.then("limit :most").write("most", limit);
    }

    @Override
    public Statement counted(int most) {
        return new Statement("select count(*) from (select from api_key limit :most) as matching").bind("most", most);
    }

    @Override
    public ApiKey read(ResultSet row) throws SQLException {
        return KeyStore.read(row);
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        return List.of(row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getString("key_id"));
    }
}
