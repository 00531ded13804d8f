package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.VerbatimRecord;
import dev.runner.util.PrivateFile;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code .runner/NAME/manager.json}: how other terminals find a running manager and prove that they may talk to it. It
 * is there from when the API answers until a clean end; a file whose process is gone means that the manager died. It
 * holds secrets, so its mode is 0600 and {@link #toString()} leaves them out.
 *
 * @param api the URL of the manager's HTTP API
 * @param token what a request must carry; 64 hexadecimal digits
 * @param apiKey the key that the members ask for; null where the cluster has none
 * @param runId the first part of the cookies of all members of this run
 * @param machine where its pids mean something, and
 * @param directory which directory it was written in, see {@link StateOrigin}; null in a file of an older version
 * @param path what that directory was called then
 * @param start the words after {@code runner} by which the cluster is started again
 */
public record ManagerFile(
        String cluster,
        long pid,
        Instant startedAt,
        String api,
        String token,
        @Nullable String apiKey,
        @Nullable Long guardianPid,
        @Nullable Instant guardianStartedAt,
        String runId,
        int network,
        @Nullable String machine,
        @Nullable String directory,
        @Nullable String path,
        @Nullable String start)
        implements VerbatimRecord {
    public static final String NAME = "manager.json";

    public ManagerFile {
        JsonRecords.require("cluster", cluster);
        JsonRecords.require("startedAt", startedAt);
        JsonRecords.require("api", api);
        JsonRecords.require("token", token);
        JsonRecords.require("runId", runId);
    }

    public ManagerFile(
            String cluster,
            ProcessIdentity manager,
            String api,
            String token,
            @Nullable String apiKey,
            @Nullable ProcessIdentity guardian,
            String runId,
            int network,
            StateOrigin origin,
            String path,
            String start) {
        this(
                cluster,
                manager.pid(),
                manager.startedAt(),
                api,
                token,
                apiKey,
                guardian == null ? null : guardian.pid(),
                guardian == null ? null : guardian.startedAt(),
                runId,
                network,
                origin.machine(),
                origin.directory(),
                path,
                start);
    }

    public ProcessIdentity manager() {
        return new ProcessIdentity(pid, startedAt);
    }

    /** The process that ends everything when the manager dies; null where there is none. */
    public @Nullable ProcessIdentity guardian() {
        return guardianPid == null || guardianStartedAt == null
                ? null
                : new ProcessIdentity(guardianPid, guardianStartedAt);
    }

    /** Where it was written. */
    public StateOrigin origin() {
        return new StateOrigin(Objects.toString(machine, ""), Objects.toString(directory, ""));
    }

    /** How a hint names the command that starts the cluster again. */
    public String startHint() {
        return startHint(start);
    }

    static String startHint(@Nullable String start) {
        return "Start it with `runner " + (start == null ? "up" : start) + "`.";
    }

    /** Writes the file into the cluster's directory. */
    public void write(Path clusterDirectory) throws IOException {
        PrivateFile.write(clusterDirectory.resolve(NAME), JsonRecords.prettyText(this) + "\n");
    }

    /**
     * Reads the file of a cluster's directory; empty when there is none.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    public static Optional<ManagerFile> read(Path clusterDirectory) throws IOException {
        try {
            return Optional.of(JsonRecords.read(Files.readAllBytes(clusterDirectory.resolve(NAME)), ManagerFile.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Removes the file, which says that the manager ends cleanly. */
    public static void delete(Path clusterDirectory) throws IOException {
        Files.deleteIfExists(clusterDirectory.resolve(NAME));
    }

    @Override
    public String toString() {
        return "ManagerFile[cluster=" + cluster + ", manager=" + manager() + ", api=" + api + ", runId=" + runId + "]";
    }
}
