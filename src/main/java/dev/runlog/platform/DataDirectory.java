package dev.runlog.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** The directory of the embedded database, held by one process at a time; the hold ends with the process at the latest. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the directory if need be, for its owner's eyes only. */
    static DataDirectory hold(Path wanted) {
        try {
            var path = made(wanted.toAbsolutePath().normalize());
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartupFailure("The data directory " + path + " is in use by another Runlog:"
                        + " stop that one, or set RUNLOG_DATA_DIR to another directory.");
            }
            return new DataDirectory(path, channel);
        } catch (IOException failure) {
            throw new StartupFailure(
                    "The data directory " + wanted + " cannot be written to ("
                            + failure.getClass().getSimpleName()
                            + "): make it writable, or set RUNLOG_DATA_DIR to another directory.",
                    failure);
        }
    }

    private static Path made(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return path.toRealPath();
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(path, ownerOnly).toRealPath();
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
