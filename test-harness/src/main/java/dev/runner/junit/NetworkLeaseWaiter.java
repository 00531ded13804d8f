package dev.runner.junit;

import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a cluster as soon as a network is free. There are 64; if many builds share a machine, all of them may be
 * leased for a while, and a test that waits is better than one that fails.
 */
final class NetworkLeaseWaiter {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(250);

    private NetworkLeaseWaiter() {}

    /** @throws MachineNotReadyException if no network became free in time, or for any other obstacle */
    static ProcessCluster prepare(ClusterOptions options) throws MachineNotReadyException {
        try {
            return ProcessCluster.prepare(options);
        } catch (MachineNotReadyException e) {
            if (!isForWantOfNetwork(options, e)) {
                throw e;
            }
        }
        return await(options);
    }

    private static ProcessCluster await(ClusterOptions options) throws MachineNotReadyException {
        AtomicReference<@Nullable ProcessCluster> prepared = new AtomicReference<>();
        AtomicReference<@Nullable MachineNotReadyException> refused = new AtomicReference<>();
        try {
            Awaitility.await("a free network")
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> attempt(options, prepared, refused));
        } catch (ConditionTimeoutException e) {
            throw new MachineNotReadyException(
                    List.of("no network came free within " + DurationFormat.describe(PATIENCE)
                            + "; run fewer test classes in parallel, or end the clusters that hold the networks"));
        }
        ProcessCluster cluster = prepared.get();
        if (cluster == null) {
            throw Objects.requireNonNull(refused.get());
        }
        return cluster;
    }

    /** @return whether the wait is over: there is a cluster, or the obstacle is not a missing network */
    private static boolean attempt(
            ClusterOptions options,
            AtomicReference<@Nullable ProcessCluster> prepared,
            AtomicReference<@Nullable MachineNotReadyException> refused) {
        try {
            prepared.set(ProcessCluster.prepare(options));
            return true;
        } catch (MachineNotReadyException e) {
            refused.set(e);
            return !isForWantOfNetwork(options, e);
        }
    }

    private static boolean isForWantOfNetwork(ClusterOptions options, MachineNotReadyException e) {
        return options.network() == null && e.getCause() instanceof NetworkUnavailableException;
    }
}
