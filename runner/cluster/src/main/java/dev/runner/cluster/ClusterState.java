package dev.runner.cluster;

import java.util.Locale;

/** What a whole cluster is doing. */
public enum ClusterState {
    /** Its members are being started for the first time. */
    STARTING,
    /** Every member that has not ended by itself with exit code 0 is ready. */
    READY,
    /** It was ready, and some member is not: it restarts, was stopped on purpose, or failed and the rest goes on. */
    DEGRADED,
    /** A member failed for good; the others are being stopped or have been. */
    FAILED,
    /** It was asked to stop. */
    STOPPING,
    /** Nothing of it is left. */
    STOPPED;

    /** The name in JSON and in tables, for instance {@code degraded}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
