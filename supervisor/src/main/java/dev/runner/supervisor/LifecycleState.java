package dev.runner.supervisor;

import java.util.Locale;

/** What a member is doing. In {@link #PENDING}, {@link #STOPPED} and {@link #FAILED} nothing of it is alive. */
public enum LifecycleState {
    /** Known, but not yet started: it waits for its turn. */
    PENDING,
    /** Its process runs and has not yet been seen to be ready. */
    STARTING,
    /** Its process runs and its readiness probe has answered. */
    READY,
    /** On its way out: asked to stop, or ended by itself with parts of it still to be swept. */
    STOPPING,
    /** Ended with a request for a restart; it is swept, and started again after a delay. */
    BACKING_OFF,
    /** Ended on purpose, or by itself with exit code 0. */
    STOPPED,
    /** Ended for good, in a way that nobody asked for. */
    FAILED;

    /** Whether a process of this member may be running. */
    public boolean isAlive() {
        return this == STARTING || this == READY || this == STOPPING;
    }

    /** The name in JSON and in tables, for instance {@code backing_off}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
