package dev.runner.cluster;

import dev.runner.cluster.readiness.ProbeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a member is not ready, or not formed.
 *
 * @param missing what it is not yet
 * @param text why, in one line
 * @param probe what its probe has seen; null where it is not asked
 * @param lastLines what the member wrote last, oldest line first; empty where it has written nothing
 */
public record PendingReason(
        Missing missing, String text, @Nullable ProbeStatus probe, List<String> lastLines) {
    /** What a member is not yet. */
    public enum Missing {
        STARTED,
        READY,
        FORMED
    }

    public PendingReason {
        lastLines = List.copyOf(lastLines);
    }
}
