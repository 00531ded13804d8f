package dev.runner.cli;

import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.FileOwner;
import dev.runner.util.StateOrigin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the cluster that a command is about: in {@code .runner/} of the current directory, or of the nearest parent
 * that has one. Where that holds several, the only one that runs is meant, and where none does, the one that ended
 * last. State that is another user's is not believed: in a directory that all may write, {@code /tmp} for one, it would
 * tell {@code exec} what to run.
 */
final class ClusterFinder {
    static final String STATE_DIRECTORY = ".runner";

    private static final String HOW_TO_START = "Start one with `runner up`.";

    private final Path directory;

    ClusterFinder(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds it.
     *
     * @param name what the person said, if they did
     * @throws CommandFailedException when there is none, or when several are meant equally well
     */
    ClusterLocation find(Optional<String> name) throws IOException {
        Path state = stateDirectory()
                .orElseThrow(() -> none("no cluster is here: neither " + directory + " nor a directory above it has a "
                        + STATE_DIRECTORY + "/. " + HOW_TO_START));
        requireOwn(state);
        List<ClusterLocation> all = clustersIn(state);
        requireReadable(state, name, all);
        if (all.isEmpty()) {
            throw none("no cluster is here: " + state + " is empty. " + HOW_TO_START);
        }
        ClusterLocation found = name.isPresent() ? named(name.get(), all) : onlyOne(all);
        for (Path path : List.of(
                found.path(),
                found.path().resolve(ManagerFile.NAME),
                found.path().resolve(LastStatus.NAME))) {
            requireOwn(path);
        }
        return found;
    }

    private static void requireOwn(Path path) {
        FileOwner.refusal(path).ifPresent(refusal -> {
            throw new CommandFailedException(ExitCode.MACHINE_NOT_READY, refusal + ".");
        });
    }

    /** Where there is no other cluster than those of a user, root for one, whose files this one cannot read. */
    private static void requireReadable(Path state, Optional<String> name, List<ClusterLocation> all) {
        Path wanted = name.map(state::resolve).orElse(state);
        List<Path> closed = new ArrayList<>();
        if (isClosed(state)) {
            closed.add(state);
        }
        File[] entries = state.toFile().listFiles(File::isDirectory);
        for (File entry : entries == null ? new File[0] : entries) {
            if (entry.toPath().startsWith(wanted) && isClosed(entry.toPath())) {
                closed.add(entry.toPath());
            }
        }
        boolean others = all.stream()
                .map(ClusterLocation::path)
                .anyMatch(path -> path.startsWith(wanted) && !closed.contains(path));
        if (!others && !closed.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.MACHINE_NOT_READY,
                    "the cluster in " + closed.get(0) + " is that of " + FileOwner.describe(closed.get(0))
                            + ": call this as that user.");
        }
    }

    private static boolean isClosed(Path path) {
        return FileOwner.isOfAnother(path) && !Files.isReadable(path);
    }

    private Optional<Path> stateDirectory() {
        for (Path path = directory; path != null; path = path.getParent()) {
            Path state = path.resolve(STATE_DIRECTORY);
            if (Files.isDirectory(state)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    private static List<ClusterLocation> clustersIn(Path state) throws IOException {
        String[] names = state.toFile().list();
        if (names == null) {
            throw new IOException(state + " cannot be read");
        }
        Arrays.sort(names);
        List<ClusterLocation> clusters = new ArrayList<>();
        for (String name : names) {
            Path path = state.resolve(name);
            if (has(path, ManagerFile.NAME) || has(path, LastStatus.NAME)) {
                clusters.add(new ClusterLocation(name, path));
            }
        }
        return clusters;
    }

    private static ClusterLocation named(String name, List<ClusterLocation> all) {
        return all.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> none("no cluster '" + name + "' is here, only " + names(all) + "."));
    }

    private static ClusterLocation onlyOne(List<ClusterLocation> all) {
        List<ClusterLocation> running = new ArrayList<>(all);
        running.removeIf(cluster -> !isRunning(cluster));
        if (running.size() > 1) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "several clusters are here: " + names(running) + ". Say which one with --name NAME.");
        }
        return running.isEmpty()
                ? all.stream().max(Comparator.comparing(ClusterFinder::endedAt)).orElseThrow()
                : running.get(0);
    }

    /** Whether a manager has this cluster now. */
    static boolean isManaged(ClusterLocation cluster) {
        try {
            Optional<ManagerFile> file = ManagerFile.read(cluster.path());
            return file.isPresent()
                    && isHere(file.get(), cluster)
                    && file.get().manager().isAlive();
        } catch (IOException | RuntimeException e) {
            return false; // gone or damaged: either way nobody can be followed
        }
    }

    private static boolean isRunning(ClusterLocation cluster) {
        try {
            Optional<ManagerFile> file = ManagerFile.read(cluster.path());
            return file.isPresent() && isHere(file.get(), cluster);
        } catch (IOException | RuntimeException e) {
            return true; // unreadable or damaged: the command says so, if this is the only one
        }
    }

    /** Whether the file was written in this directory, and is no copy. */
    static boolean isHere(ManagerFile file, ClusterLocation cluster) throws IOException {
        return file.origin().isSameDirectory(StateOrigin.of(cluster.path()));
    }

    private static Instant endedAt(ClusterLocation cluster) {
        try {
            return LastStatus.read(cluster.path()).map(LastStatus::endedAt).orElse(Instant.EPOCH);
        } catch (IOException | RuntimeException e) {
            return Instant.EPOCH; // damaged: the command that reads it, should it be the only one, will say so
        }
    }

    private static boolean has(Path cluster, String file) {
        return Files.isRegularFile(cluster.resolve(file));
    }

    private static String names(List<ClusterLocation> clusters) {
        return String.join(", ", clusters.stream().map(ClusterLocation::name).toList());
    }

    private static CommandFailedException none(String message) {
        return new CommandFailedException(ExitCode.NOT_FOUND, message);
    }
}
