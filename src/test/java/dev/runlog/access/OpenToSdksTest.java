package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OpenToSdks.class)
class OpenToSdksTest {

    @Test
    void an_sdk_writes_without_a_credential_and_nobody_reads_or_ingests_without_one() {
        var run = UUID.randomUUID();
        var body = "{\"message\": \"said\"}";

        assertThat(Client.NOBODY
                        .json("POST", "/container-api/" + run + "/logs/info", body)
                        .status())
                .isEqualTo(201);
        assertThat(Client.NOBODY
                        .json("POST", "/ingest/v1/runs/" + run + "/logs", body)
                        .status())
                .isEqualTo(401);
        assertThat(Client.NOBODY
                        .json("POST", "/container-api/../ingest/v1/runs/" + run + "/logs", body)
                        .status())
                .isNotEqualTo(201);
        assertThat(Client.NOBODY.get("/container-api/../api/v1/runs").status()).isNotEqualTo(200);
        assertThat(Client.NOBODY.get("/container-api/%2e%2e/api/v1/runs").status())
                .isNotEqualTo(200);
        assertThat(Client.NOBODY.get("/api/v1/runs").status()).isEqualTo(401);
    }
}
