package dev.runner.loopback;

/**
 * The fixed ports of a cluster. Every member has its own address, so all members use the same port for the same
 * service; the coordinator uses the same HTTP port as the workers.
 */
public final class ClusterPorts {
    /** The HTTP port of coordinator, workers and manager. */
    public static final int HTTP = 28080;

    /** The port for data between workers. */
    public static final int EXCHANGE = 29000;

    private ClusterPorts() {}
}
