package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a distributed engine refuses is not in the schema from the first migration on. */
@QuarkusTest
class DatabaseRulesTest {
    /** Our tables (partitions apart), and of these the ones that a run's id will distribute. */
    private static final String TABLES = """
            with ours as (
                select c.oid, c.relname
                from pg_class c
                where c.relnamespace = current_schema()::regnamespace
                and c.relkind in ('r', 'p')
                and not c.relispartition
                and c.relname <> 'flyway_schema_history'),
            run_scoped as (
                select o.oid, o.relname, a.attnum, a.attnotnull
                from ours o
                join pg_attribute a on a.attrelid = o.oid and a.attname = 'run_id'
                where o.relname <> 'run_key')
            """;

    @Inject
    AgroalDataSource database;

    @Test
    void there_are_run_scoped_tables_to_speak_of() throws SQLException {
        assertThat(names("select relname from run_scoped")).contains("run", "run_tally", "log_entry", "output_chunk");
    }

    @Test
    void what_is_unique_in_a_run_scoped_table_is_so_within_its_run() throws SQLException {
        assertThat(names("""
                select i.indexrelid::regclass::text
                from run_scoped r
                join pg_index i on i.indrelid = r.oid
                where (i.indisunique or i.indisexclusion) and r.attnum <> all (i.indkey::smallint[])
                """)).isEmpty();
    }

    @Test
    void a_process_id_is_unique_in_one_place() throws SQLException {
        assertThat(names("""
                select i.indrelid::regclass::text
                from ours o
                join pg_index i on i.indrelid = o.oid and i.indisunique
                join pg_attribute a on a.attrelid = o.oid and a.attname = 'process_id'
                where a.attnum = any (i.indkey::smallint[])
                """)).containsExactly("run_key");
    }

    @Test
    void a_run_id_is_never_null() throws SQLException {
        assertThat(names("select relname from run_scoped where not attnotnull")).isEmpty();
    }

    @Test
    void every_table_has_a_primary_key() throws SQLException {
        assertThat(names("""
                select relname from ours
                where not exists (select from pg_index i where i.indrelid = ours.oid and i.indisprimary)
                """)).isEmpty();
    }

    @Test
    void nothing_happens_behind_a_statement() throws SQLException {
        assertThat(names("select t.tgname from ours join pg_trigger t on t.tgrelid = ours.oid and not t.tgisinternal"))
                .isEmpty();
        assertThat(names("select r.rulename from ours join pg_rewrite r on r.ev_class = ours.oid"))
                .isEmpty();
    }

    @Test
    void ids_come_from_the_service() throws SQLException {
        assertThat(names("""
                select relname from pg_class
                where relkind = 'S' and relnamespace = current_schema()::regnamespace
                """)).isEmpty();
        assertThat(names("""
                select relname || '.' || attname
                from ours
                join pg_attribute a on a.attrelid = ours.oid and a.attnum > 0 and a.attidentity <> ''
                """)).isEmpty();
    }

    @Test
    void foreign_keys_join_tables_that_are_distributed_alike() throws SQLException {
        assertThat(names("""
                select k.conname
                from ours o
                join pg_constraint k on k.conrelid = o.oid and k.contype = 'f'
                left join run_scoped here on here.oid = k.conrelid
                left join run_scoped there on there.oid = k.confrelid
                where (here.oid is null) <> (there.oid is null)
                or here.attnum <> all (k.conkey)
                or there.attnum <> all (k.confkey)
                """)).isEmpty();
    }

    @Test
    void partitions_are_by_run_and_have_no_partitions_themselves() throws SQLException {
        assertThat(names("""
                select p.partrelid::regclass::text
                from pg_partitioned_table p
                join pg_class c on c.oid = p.partrelid
                left join run_scoped r on r.oid = c.oid
                where c.relnamespace = current_schema()::regnamespace
                and (c.relispartition or p.partstrat <> 'r' or r.attnum is distinct from p.partattrs[0])
                """)).isEmpty();
    }

    private List<String> names(String question) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES + question)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
