package dev.runner.manager;

import dev.runner.cluster.ClusterOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the manager is to do.
 *
 * @param followLogs whether the members' output is printed
 * @param rawLogs whether a terminal gets what they write with all its control characters
 * @param detachedStart where it runs in the background, and nobody can press Ctrl-C; null in the foreground
 * @param json whether the status is printed as JSON, once the cluster is ready
 * @param start the words after {@code runner} by which the cluster is started again: {@code up -f serf.yaml}
 * @param ownControlPlane whether the cluster has our own coordinator, so that its worker list can be pointed at
 * @param untilFormed whether a start in the background is over only when the members see each other, where the spec
 *     says how they tell
 */
public record ManagerOptions(
        ClusterOptions options,
        boolean followLogs,
        boolean rawLogs,
        @Nullable DetachedStart detachedStart,
        boolean json,
        String start,
        boolean ownControlPlane,
        boolean untilFormed) {}
