package dev.runner.cli.doctor;

import dev.runner.manager.api.ManagerFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which cluster a process belongs to, as its manager or as a member: by the directory that it runs in. Linux alone. */
final class ClusterProcess {
    private static final Path STATE = Path.of(".runner");

    private ClusterProcess() {}

    /** The directory of the cluster, {@code .../.runner/NAME}; empty where it is of none, or cannot be seen. */
    static Optional<Path> clusterOf(long pid) {
        try {
            Path directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
            Optional<Path> member = around(directory);
            return member.isPresent() ? member : managedBy(pid, directory.resolve(STATE));
        } catch (IOException e) {
            return Optional.empty(); // it has ended, or is another user's
        }
    }

    private static Optional<Path> around(Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            Path parent = path.getParent();
            if (parent != null && parent.endsWith(STATE)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> managedBy(long pid, Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> clusters = Files.newDirectoryStream(state, Files::isDirectory)) {
            for (Path cluster : clusters) {
                if (isManagedBy(pid, cluster)) {
                    return Optional.of(cluster);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isManagedBy(long pid, Path cluster) {
        try {
            return ManagerFile.read(cluster).filter(file -> file.pid() == pid).isPresent();
        } catch (IOException | IllegalArgumentException e) {
            return false; // another user's, or damaged
        }
    }
}
