package dev.runlog.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** A data directory of the packaged service, under {@code target}. Only processes that run from it are ended here. */
public record ServiceDirectory(Path path) {

    /** @param name of its own for each test class */
    public static ServiceDirectory named(String name) {
        return new ServiceDirectory(Path.of("target", name));
    }

    /** Its real path. */
    public Path made() throws IOException {
        return Files.createDirectories(path).toRealPath();
    }

    /** The server of the embedded database, where it runs. */
    public Optional<ProcessHandle> database() throws IOException {
        var pidFile = path.resolve("data/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        return ProcessHandle.of(pid).filter(isFrom(made()));
    }

    private static Predicate<ProcessHandle> isFrom(Path programs) {
        return server -> server.info()
                .command()
                .filter(command -> Path.of(command).startsWith(programs))
                .isPresent();
    }

    /** Leaves the programs of the embedded database, and no data of an earlier build. */
    public void empty() throws IOException, InterruptedException {
        endDatabase();
        var data = path.resolve("data");
        if (!Files.exists(data)) {
            return;
        }
        try (var paths = Files.walk(data)) {
            for (var found : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(found);
            }
        }
    }

    /** Ends the server that a killed service left. */
    public void endDatabase() throws IOException, InterruptedException {
        var server = database();
        if (server.isPresent()) {
            server.get().destroy();
            if (!Waiting.until(() -> !server.get().isAlive())) {
                server.get().destroyForcibly();
            }
        }
    }
}
