package dev.runlog;

import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.RealInput;
import dev.runlog.testing.RealInput.Program;
import dev.runlog.testing.Written;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that failed in the ways connectors fail, replayed as runs: their output comes back as it was written. */
@QuarkusTest
class RealOutputTest {
    private static final Map<String, String> KINDS = Map.of(
            "shell-not-found", "command-not-run",
            "shell-not-executable", "command-not-run",
            "killed", "killed",
            "term", "killed");

    private final UUID run = UUID.randomUUID();
    private final Written output = new Written(run);

    static Stream<Program> programs() {
        return RealInput.programs();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_program_that_failed_is_found_as_it_was(Program program) {
        put("/ingest/v1/runs/" + run, """
                {"connector": "%s", "site": "real", "version": "1"}
                """.formatted(program.name())).statusCode(201);
        writeInTurn(cut(program.written("stdout")), cut(program.written("stderr")));
        post("/ingest/v1/runs/" + run + "/finish", "{\"exitCode\": " + program.exitCode() + "}")
                .statusCode(200);

        output.assertReadBack();
        given().get("/api/v1/runs/" + run)
                .then()
                .statusCode(200)
                .body("status", is("failed"))
                .body("exitCode", is(program.exitCode()))
                .body("output.stdoutBytes", is(program.written("stdout").length))
                .body("output.stderrBytes", is(program.written("stderr").length))
                .body("failure.kind", is(KINDS.getOrDefault(program.name(), "crashed-before-logging")));
    }

    private void writeInTurn(List<byte[]> stdout, List<byte[]> stderr) {
        for (int i = 0; i < Math.max(stdout.size(), stderr.size()); i++) {
            if (i < stdout.size()) {
                output.write("stdout", stdout.get(i));
            }
            if (i < stderr.size()) {
                output.write("stderr", stderr.get(i));
            }
        }
    }

    /** Where it hurts: within every character of several bytes, before and behind line ends, behind the first byte. */
    private static List<byte[]> cut(byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int at = 1; at <= bytes.length; at++) {
            if (at == bytes.length || isAwkward(bytes, at)) {
                pieces.add(Arrays.copyOfRange(bytes, from, at));
                from = at;
            }
        }
        return pieces;
    }

    private static boolean isAwkward(byte[] bytes, int at) {
        var insideCharacter = (bytes[at] & 0xC0) == 0x80;
        var atSomeLineEnd = at % 4 == 0 && (bytes[at] == '\n' || bytes[at - 1] == '\n');
        return at == 1 || insideCharacter || atSomeLineEnd;
    }
}
