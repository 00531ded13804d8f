package dev.runner.loopback;

import java.util.function.Predicate;

/**
 * The exclusive use of a {@link LoopbackNetwork} by one cluster, among all clusters of all users of the machine. It
 * ends with {@link #close()} or with the process: the kernel holds the lock, so a kill leaves nothing behind.
 *
 * <p>It is a lock on a file per network in {@code /tmp/multihost-networks} (macOS: {@code /private/tmp}), independent
 * of TMPDIR: two CI jobs with their own temporary directories still share the machine's addresses. A system that cleans
 * up {@code /tmp} may remove the file of a cluster that runs for days; the probe of the addresses, which that cluster
 * still has bound, then keeps a second cluster away.
 */
public final class NetworkLease implements AutoCloseable {
    private final LoopbackNetwork network;
    private final LockFile lock;

    NetworkLease(LoopbackNetwork network, LockFile lock) {
        this.network = network;
        this.lock = lock;
    }

    /**
     * Leases a given network.
     *
     * @throws NetworkUnavailableException if another cluster has it; the message has that process's pid if it is known
     */
    public static NetworkLease acquire(LoopbackNetwork network) {
        return NetworkLeases.machineWide().acquire(network);
    }

    /**
     * Leases the first of the networks 100 to 163 that is free and usable; the last one in a process with the system
     * property {@code multihost.networks=last}, which must not be in the way of people's clusters.
     *
     * @param usable called while the network is leased, so that it cannot be taken in between: typically whether {@link
     *     BindProbe} finds no problem with its addresses
     * @throws NetworkUnavailableException if there is none
     */
    public static NetworkLease acquireFirstFree(Predicate<LoopbackNetwork> usable) {
        boolean backwards = "last".equals(System.getProperty("multihost.networks"));
        return NetworkLeases.machineWide().acquireFirstFree(usable, backwards);
    }

    public LoopbackNetwork network() {
        return network;
    }

    /** Releases the network. A second call does nothing. */
    @Override
    public void close() {
        lock.close();
    }
}
