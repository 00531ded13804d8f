package dev.runner.loopback;

import java.util.function.Predicate;

/**
 * The right of one cluster to a {@link LoopbackNetwork}, among all clusters of all users of the machine. It ends with
 * {@link #close()} or with the process, however that ends: the kernel holds it, so that a kill leaves nothing behind.
 *
 * <p>It is a lock on a file per network in {@code /tmp/multihost-networks} (macOS: {@code /private/tmp}), which does
 * not depend on TMPDIR: two CI jobs with temporary directories of their own still share the machine's addresses. A
 * system that cleans {@code /tmp} of old files may remove the file of a cluster that runs for days; a second cluster is
 * then kept off by the probe of the addresses, which the first one still has bound.
 */
public final class NetworkLease implements AutoCloseable {
    private final LoopbackNetwork network;
    private final LockFile lock;

    NetworkLease(LoopbackNetwork network, LockFile lock) {
        this.network = network;
        this.lock = lock;
    }

    /**
     * Takes this network, for a user who asked for it by its number.
     *
     * @throws NetworkUnavailableException when another cluster has it, with that process's pid where it is known
     */
    public static NetworkLease acquire(LoopbackNetwork network) {
        return NetworkLeases.machineWide().acquire(network);
    }

    /**
     * Takes the first of the networks 100 to 163 that nobody has and that is usable.
     *
     * @param usable asked about a network while it is leased, so that nobody takes it in between: typically whether
     *     {@link BindProbe} finds no problem with its addresses
     * @throws NetworkUnavailableException when there is none
     */
    public static NetworkLease acquireFirstFree(Predicate<LoopbackNetwork> usable) {
        return NetworkLeases.machineWide().acquireFirstFree(usable);
    }

    public LoopbackNetwork network() {
        return network;
    }

    /** Gives the network back. A second call does nothing. */
    @Override
    public void close() {
        lock.close();
    }
}
