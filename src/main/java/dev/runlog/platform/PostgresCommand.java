package dev.runlog.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's own programs. It refuses to run as root or as a user without a name; for those it runs in a user
 * namespace of its own, in which they are nobody.
 */
final class PostgresCommand {
    private static final Path SELF = Path.of("/proc/self");

    private final Path home;
    private final List<String> prefix;

    private PostgresCommand(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** How a program ended, and what it said. */
    record Ending(int code, String output) {
        boolean failed() {
            return code != 0;
        }
    }

    static PostgresCommand in(Path home) throws IOException {
        if (!isRoot() && !isNameless()) {
            return new PostgresCommand(home, List.of());
        }
        var inNamespace = new PostgresCommand(home, List.of("unshare", "-U"));
        if (inNamespace.run("postgres", "--version").failed()) {
            throw new StartupFailure(
                    "The embedded database cannot run as root (or as a user without a name) here, since"
                            + " user namespaces are off (unshare -U): start Runlog as another user, or set QUARKUS_DATASOURCE_JDBC_URL to a"
                            + " PostgreSQL of your own.");
        }
        return inNamespace;
    }

    private static boolean isRoot() throws IOException {
        return Files.exists(SELF) && Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
    }

    private static boolean isNameless() {
        return "?".equals(System.getProperty("user.name"));
    }

    Ending run(String program, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            return ending(builder.start());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " ran", interrupted);
        } catch (IOException absent) {
            return new Ending(127, absent.getMessage());
        }
    }

    private static Ending ending(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ending(process.waitFor(), output.strip());
    }
}
