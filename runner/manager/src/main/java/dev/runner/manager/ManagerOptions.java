package dev.runner.manager;

import dev.runner.cluster.ClusterOptions;

/**
 * What the manager is to do.
 *
 * @param followLogs whether the members' output is printed
 * @param detached whether it runs in the background, where nobody can press Ctrl-C
 * @param json whether the status is printed as JSON, once the cluster is ready
 * @param ownControlPlane whether the cluster has our own coordinator, so that its worker list can be pointed at
 */
public record ManagerOptions(
        ClusterOptions options, boolean followLogs, boolean detached, boolean json, boolean ownControlPlane) {}
