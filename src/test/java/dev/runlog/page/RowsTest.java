package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.page.Rows.FailedRead;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RowsTest {
    private static final Statement MANY =
            new Statement("select number, pg_backend_pid() from generate_series(1, 1000) as number");

    @Inject
    Rows rows;

    @Inject
    DataSource others;

    @Test
    void what_fails_behind_the_first_row_is_not_read_again() {
        var read = new ArrayList<Integer>();

        assertThatThrownBy(() -> rows.until(MANY, row -> {
                    if (read.isEmpty()) {
                        terminate(row.getInt(2));
                    }
                    return !read.add(row.getInt(1));
                }))
                .isInstanceOf(FailedRead.class);

        assertThat(read).doesNotHaveDuplicates().hasSizeBetween(1, 999);
    }

    private void terminate(int backend) throws SQLException {
        try (var connection = others.getConnection();
                var command = connection.prepareStatement("select pg_terminate_backend(?, 5000)")) {
            command.setInt(1, backend);
            command.execute();
        }
    }

    @Test
    void rows_are_read_until_one_is_enough() {
        var read = new ArrayList<Integer>();

        assertThat(rows.until(MANY, row -> read.add(row.getInt(1)) && read.size() == 300))
                .isTrue();

        assertThat(read).hasSize(300).startsWith(1, 2);
    }
}
