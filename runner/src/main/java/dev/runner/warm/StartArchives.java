package dev.runner.warm;

import dev.runner.cluster.jvm.StartArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The start archives of one installation for one JDK.
 *
 * @param directory where they are; it need not exist
 * @param java the version of Java, 17 for example
 */
public record StartArchives(Path directory, int java) {
    /** By this the launch script says where they belong; empty where they are not wanted or not possible. */
    private static final String PROPERTY = "multihost.archives";

    /** Those that belong to this process. */
    public static Optional<StartArchives> ofThisProcess() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .filter(directory -> !directory.isEmpty())
                .map(directory ->
                        new StartArchives(Path.of(directory), Runtime.version().feature()));
    }

    /** Of the command line and the manager. */
    StartArchive runner() {
        return StartArchive.of(directory, "runner", java);
    }

    /** Of coordinator and worker. */
    public StartArchive members() {
        return StartArchive.of(directory, "members", java);
    }

    /** Whether none needs to be made. */
    boolean areComplete() {
        return runner().isUsable() && members().isUsable();
    }

    /** Whether they could not be made the last time: nobody but the user tries that again. */
    boolean haveFailed() {
        return Files.exists(failure());
    }

    /** There when the last attempt failed, with what was said. */
    Path failure() {
        return directory.resolve("failed.log");
    }

    /** Locked by the process that makes them. */
    Path lock() {
        return directory.resolve("lock");
    }
}
