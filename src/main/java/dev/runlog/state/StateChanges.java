package dev.runlog.state;

import dev.runlog.page.Statement;
import dev.runlog.state.StateMoment.Key;
import java.time.Instant;
import java.util.Collection;

/** The questions that go by the time of changes, each along the index of a connector's changes. */
final class StateChanges {
    /** How many changes are looked at to find the states that changed last. */
    private static final int LATEST = 500;

    private static final String BEHIND = """
            where c.connector_id = :connector
              and c.at <= :to
              and (c.at, c.state_id, c.change) > (:key_at, :key_state, :key_change)
            """;

    private StateChanges() {}

    /** @param to inclusive */
    static Statement inOrder(int connectorId, Instant to, Key after, int limit) {
        return behind("select " + StateRows.COLUMNS + """
                , c.change, c.status as change_status, c.at as change_at, c.detail as change_detail
                from state_change c
                join state s on s.state_id = c.state_id
                """ + BEHIND + """
                order by c.at, c.state_id, c.change
                limit :most
                """, connectorId, to, after)
                .bind("most", limit);
    }

    static Statement counted(int connectorId, Instant to, Key after, int most) {
        return behind(
                        "select count(*) from (select from state_change c\n" + BEHIND + "limit :most) as matching",
                        connectorId,
                        to,
                        after)
                .bind("most", most);
    }

    private static Statement behind(String sql, int connectorId, Instant to, Key after) {
        return new Statement(sql)
                .bind("connector", connectorId)
                .bind("to", to)
                .bind("key_at", after.at())
                .bind("key_state", after.stateId())
                .bind("key_change", after.change());
    }

    /** The last change of each state until a time, which is {@code to} inclusive. */
    static Statement lastOf(Collection<String> stateIds, Instant to) {
        return new Statement("""
                select changed.state_id, last.status, last.at, last.detail
                from unnest(:ids) as changed (state_id)
                cross join lateral (
                    select c.status, c.at, c.detail
                    from state_change c
                    where c.state_id = changed.state_id
                      and c.at <= :to
                    order by c.at desc, c.change desc
                    limit 1) as last
                """).bind("ids", stateIds).bind("to", to);
    }

    /** The ids of states, that of the latest change first, each as often as it changed. */
    static Statement latest(int connectorId, Instant from, Instant to) {
        return new Statement("""
                select c.state_id
                from state_change c
                where c.connector_id = :connector
                  and c.at > :from
                  and c.at <= :to
                order by c.at desc, c.state_id desc, c.change desc
                limit :most
                """)
                .bind("connector", connectorId)
                .bind("from", from)
                .bind("to", to)
                .bind("most", LATEST);
    }
}
