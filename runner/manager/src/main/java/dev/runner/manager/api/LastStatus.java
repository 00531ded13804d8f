package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.VerbatimRecord;
import dev.runner.util.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code .runner/NAME/last.json}: how a cluster ended, for {@code ps} and {@code logs} when its manager is no more. The
 * manager writes it before it removes {@code manager.json}. The members' key is not kept: nobody asks for it any more.
 *
 * @param view the last state: failed or stopped, with no member's process left
 * @param start the words after {@code runner} by which it was started; null where that is not known
 */
public record LastStatus(
        ClusterView view, Instant endedAt, @Nullable String start) {
    public static final String NAME = "last.json";

    /** What the file has beyond the view. */
    public record End(Instant endedAt, @Nullable String start) implements VerbatimRecord {
        public End {
            JsonRecords.require("endedAt", endedAt);
        }
    }

    public LastStatus {
        if (view.state() != ClusterState.FAILED && view.state() != ClusterState.STOPPED) {
            throw new IllegalArgumentException("a cluster that has ended is failed or stopped, not " + view.state());
        }
    }

    /** Of one whose start is not known. */
    public LastStatus(ClusterView view, Instant endedAt) {
        this(view, endedAt, null);
    }

    /** How a hint names the command that starts it again. */
    public String startHint() {
        return ManagerFile.startHint(start);
    }

    public void write(Path clusterDirectory) throws IOException {
        Map<String, @Nullable Object> json = JsonRecords.fields(view);
        json.put("apiKey", null);
        json.put("endedAt", endedAt);
        json.put("start", start);
        PrivateFile.write(clusterDirectory.resolve(NAME), JsonRecords.prettyText(json) + "\n");
    }

    /**
     * Reads the file of a cluster's directory; empty when there is none.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    public static Optional<LastStatus> read(Path clusterDirectory) throws IOException {
        try {
            byte[] json = Files.readAllBytes(clusterDirectory.resolve(NAME));
            End end = JsonRecords.read(json, End.class);
            return Optional.of(new LastStatus(JsonRecords.read(json, ClusterView.class), end.endedAt(), end.start()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Forgets the end of the run before, when a new one begins. */
    public static void delete(Path clusterDirectory) throws IOException {
        Files.deleteIfExists(clusterDirectory.resolve(NAME));
    }
}
