package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says of keys is run as it is written. */
@QuarkusTest
@TestProfile(Guarded.class)
class KeyTourTest {
    private static final Pattern TOUR = Pattern.compile("```sh keys\\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_SECONDS = 60;

    @Test
    void a_key_is_made_used_listed_and_revoked() throws Exception {
        var tour = TOUR.matcher(Files.readString(Path.of("README.md")));
        assertThat(tour.find()).isTrue();

        var said = shell(tour.group(1));

        assertThat(said)
                .contains("{\"items\":[", "\"name\":\"dashboard\"")
                .endsWith("\"code\":\"unauthorized\"}")
                .doesNotContain(KeyText.PREFIX);
    }

    private static String shell(String script) throws IOException, InterruptedException {
        var output = Files.createTempFile("keys", ".txt");
        var builder = new ProcessBuilder("sh", "-eu").redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("RUNLOG", Client.at("").toString());
        builder.environment().put("RUNLOG_ADMIN_KEY", Guarded.ADMIN_KEY);
        var process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(script.getBytes(StandardCharsets.UTF_8));
        }
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
