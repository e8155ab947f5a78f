package dev.runlog.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.Sending;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of states, as one of log entries, holds four MiB of text at most. */
@QuarkusTest
class LongStatesTest {
    private static final int MANY = 300;
    private static final String DETAIL = "x".repeat(16 * 1024);

    private final String connector = Given.aConnector();
    private final String address = "/api/v1/states?connector=" + connector;

    private List<String> longStates() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            ids.add(connector + "-" + i);
            Sending.put("/ingest/v1/states/" + ids.get(i), """
                    {"connector": "%s", "name": "build", "status": "done", "ownerId": "u", "detail": "%s"}
                    """.formatted(connector, DETAIL))
                    .statusCode(201);
        }
        return ids;
    }

    @Test
    void a_page_of_long_details_ends_early_and_the_walk_loses_none() {
        var ids = longStates();

        Api.get(address + "&limit=1000")
                .statusCode(200)
                .body("items.size()", lessThan(MANY))
                .body("items.size()", greaterThan(100))
                .body("nextCursor", notNullValue())
                .body("items.detail", hasSize(greaterThan(100)));
        assertThat(Api.<String>walk(address + "&limit=1000", "stateId")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Api.<String>walk(address + "&limit=100", "detail"))
                .hasSize(MANY)
                .containsOnly(DETAIL);
    }
}
