package dev.runner.loopback;

/**
 * The fixed ports of a cluster. Every member has an address of its own, so all members share one port per service,
 * and the coordinator uses the same HTTP port as the workers on purpose: what one knows about a host, one knows about
 * all of them.
 */
public final class ClusterPorts {
    /** Where coordinator, workers and the manager answer HTTP requests. */
    public static final int HTTP = 28080;

    /** Where workers exchange data with each other. */
    public static final int EXCHANGE = 29000;

    private ClusterPorts() {}
}
