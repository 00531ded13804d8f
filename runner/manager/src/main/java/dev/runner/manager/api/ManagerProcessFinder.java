package dev.runner.manager.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the managers of clusters without their files, which somebody has removed or damaged: a manager's guardian has
 * the cluster's directory as its own, and its parent is the manager. Only on Linux, and only of this user.
 */
public final class ManagerProcessFinder {
    private static final String GUARDED = "MULTIHOST_GUARDED_RUN=";

    /** What the kernel puts behind the name of a directory that has been removed. */
    private static final String REMOVED = " (deleted)";

    private ManagerProcessFinder() {}

    /**
     * The managers of this and all directories below it, those included that were removed.
     *
     * @param directory absolute, without links
     */
    public static Set<ProcessHandle> below(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> isGuardianBelow(directory, Path.of("/proc", Long.toString(process.pid()))))
                .map(ProcessHandle::parent)
                .flatMap(Optional::stream)
                .filter(ManagerProcessFinder::isRunner)
                .collect(Collectors.toSet());
    }

    private static boolean isGuardianBelow(Path directory, Path process) {
        try {
            String target = Files.readSymbolicLink(process.resolve("cwd")).toString();
            String place = target.endsWith(REMOVED) ? target.substring(0, target.length() - REMOVED.length()) : target;
            return Path.of(place).startsWith(directory) && hasRun(Files.readAllBytes(process.resolve("environ")));
        } catch (IOException e) {
            return false; // it has ended, or is another user's
        }
    }

    /** A guardian whose manager has just died has another parent, which is to be left alone. */
    private static boolean isRunner(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("/runner.jar\0");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static boolean hasRun(byte[] environment) {
        String text = new String(environment, StandardCharsets.ISO_8859_1);
        return text.startsWith(GUARDED) || text.contains('\0' + GUARDED);
    }
}
