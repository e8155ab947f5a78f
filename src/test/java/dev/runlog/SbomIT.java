package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the build says the service is made of. */
class SbomIT {

    @Test
    void the_bill_of_materials_names_what_is_packaged_and_nothing_that_changes_with_the_day() throws Exception {
        var sbom = new ObjectMapper().readTree(Path.of("target", "sbom.json").toFile());

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.has("serialNumber")).isFalse();
        assertThat(sbom.path("metadata").path("timestamp").asText("2026-11-24T00:00:00Z"))
                .isEqualTo("2026-11-24T00:00:00Z");
        assertThat(StreamSupport.stream(sbom.path("components").spliterator(), false)
                        .map(component -> component.path("name").asText()))
                .contains(
                        "quarkus-rest-jackson",
                        "postgresql",
                        "netty-codec-http",
                        "bucket4j_jdk17-core",
                        "re2j",
                        "opentelemetry-proto")
                .doesNotContain("jqwik", "archunit-junit5", "rest-assured");
    }
}
