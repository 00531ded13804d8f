package dev.runner.manager;

import dev.runner.cluster.ProcessCluster;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.util.FileFailure;
import dev.runner.util.PrivateFile;
import dev.runner.util.StateOrigin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files by which other terminals find the manager, and learn how its cluster ended. */
final class ManagerFiles {
    /** Read by {@code curl -H @FILE}, so that the key is on no command line. */
    static final String KEY_HEADER = "api-key.header";

    private final ProcessCluster cluster;
    private final String api;
    private final String token;
    private final String start;
    private boolean unrestored;

    /** @param start the words after {@code runner} by which the cluster is started again */
    ManagerFiles(ProcessCluster cluster, String api, String token, String start) {
        this.cluster = cluster;
        this.api = api;
        this.token = token;
        this.start = start;
    }

    /** Keeps git away from {@code .runner/}: it holds secrets and data. */
    static void writeGitignore(Path clusterDirectory) throws IOException {
        Path ignore = clusterDirectory.resolveSibling(".gitignore");
        if (!Files.exists(ignore)) {
            Files.writeString(ignore, "*\n");
        }
    }

    void begin() throws IOException {
        writeGitignore(cluster.directory());
        LastStatus.delete(cluster.directory());
        String key = cluster.apiKey();
        if (key != null) {
            PrivateFile.write(keyHeader(), "x-api-key: " + key + "\n");
        }
        writeManager();
    }

    /** Also to be called when the guardian was replaced. */
    void writeManager() throws IOException {
        Optional<Path> directory = cluster.whereabouts();
        if (directory.isEmpty()) {
            return; // somebody has removed it: nobody can find this file, and another cluster may be in its place
        }
        @Nullable ProcessIdentity guardian = Optional.of(cluster.guardianPid())
                .filter(pid -> pid != 0)
                .flatMap(ProcessHandle::of)
                .map(ProcessIdentity::of)
                .orElse(null);
        new ManagerFile(
                        cluster.plan().name(),
                        ProcessIdentity.current(),
                        api,
                        token,
                        cluster.apiKey(),
                        guardian,
                        cluster.runId(),
                        cluster.plan().network().number(),
                        StateOrigin.of(directory.get()),
                        cluster.directory().toString(),
                        start)
                .write(directory.get());
    }

    /**
     * Somebody has removed the manager's file, and without it no command finds the manager: it is written anew. To be
     * called now and then, by one thread.
     *
     * @param directory where the cluster's directory is now
     */
    void restoreManager(Path directory, Consumer<String> problems) {
        try {
            if (!Files.exists(directory.resolve(ManagerFile.NAME))) {
                writeManager();
                problems.accept(ManagerFile.NAME + " was removed from " + directory + "; it has been written anew");
            }
            unrestored = false;
        } catch (IOException e) {
            if (!unrestored) {
                problems.accept(ManagerFile.NAME + " was removed, and cannot be written anew, so that no command finds"
                        + " this cluster: " + FileFailure.describe(e));
            }
            unrestored = true;
        }
    }

    /** Whether another cluster runs beside this one, so that commands must be told which one is meant. */
    boolean hasRunningSiblings() {
        File[] siblings = cluster.directory().resolveSibling(".").toFile().listFiles(File::isDirectory);
        return siblings != null
                && Arrays.stream(siblings)
                                .filter(directory -> new File(directory, ManagerFile.NAME).isFile())
                                .count()
                        > 1;
    }

    /** Notes how the cluster ended. */
    void end(ClusterView last) throws IOException {
        Optional<Path> directory = cluster.whereabouts();
        if (directory.isPresent()) {
            new LastStatus(last, Instant.now(), start).write(directory.get());
        }
    }

    /** Nobody is to look for this manager any more, however it came to its end. */
    void withdraw() throws IOException {
        Optional<Path> directory = cluster.whereabouts();
        if (directory.isPresent()) {
            Files.deleteIfExists(directory.get().resolve(KEY_HEADER));
            ManagerFile.delete(directory.get());
        }
    }

    Path keyHeader() {
        return cluster.directory().resolve(KEY_HEADER);
    }
}
