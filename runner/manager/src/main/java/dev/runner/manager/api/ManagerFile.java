package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import dev.runner.util.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * @param guardian the process that ends everything when the manager dies; null where there is none
 * @param runId the first part of the cookies of all members of this run
 */
public record ManagerFile(
        String cluster,
        ProcessIdentity manager,
        String api,
        String token,
        @Nullable String apiKey,
        @Nullable ProcessIdentity guardian,
        String runId,
        int network) {
    public static final String NAME = "manager.json";

    /** Writes the file into the cluster's directory. */
    public void write(Path clusterDirectory) throws IOException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cluster", cluster);
        json.put("pid", manager.pid());
        json.put("startedAt", manager.startedAt());
        json.put("api", api);
        json.put("token", token);
        json.put("apiKey", apiKey);
        json.put("guardianPid", guardian == null ? null : guardian.pid());
        json.put("guardianStartedAt", guardian == null ? null : guardian.startedAt());
        json.put("runId", runId);
        json.put("network", network);
        PrivateFile.write(clusterDirectory.resolve(NAME), JsonRecords.prettyText(json) + "\n");
    }

    /**
     * Reads the file of a cluster's directory; empty when there is none.
     *
     * @throws JsonException when it is damaged
     */
    public static Optional<ManagerFile> read(Path clusterDirectory) throws IOException {
        try {
            return Optional.of(fromJson(JsonObject.read(Files.readString(clusterDirectory.resolve(NAME)))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static ManagerFile fromJson(JsonObject json) {
        Optional<Long> guardianPid = json.optionalNumber("guardianPid");
        Instant guardianStart = json.optionalInstant("guardianStartedAt").orElse(Instant.EPOCH);
        return new ManagerFile(
                json.text("cluster"),
                new ProcessIdentity(json.number("pid"), json.instant("startedAt")),
                json.text("api"),
                json.text("token"),
                json.optionalText("apiKey").orElse(null),
                guardianPid.map(pid -> new ProcessIdentity(pid, guardianStart)).orElse(null),
                json.text("runId"),
                json.integer("network"));
    }

    /** Removes the file, which says that the manager ends cleanly. */
    public static void delete(Path clusterDirectory) throws IOException {
        Files.deleteIfExists(clusterDirectory.resolve(NAME));
    }

    @Override
    public String toString() {
        return "ManagerFile[cluster=" + cluster + ", manager=" + manager + ", api=" + api + ", runId=" + runId + "]";
    }
}
