package dev.runner.coordinator.client;

import java.io.IOException;

/** A call to a worker failed, or its result is unknown. */
public final class WorkerCallException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The connection was refused: its process is gone. */
        REFUSED,
        /** Another process of the same worker answered, which has not registered yet. */
        REPLACED,
        /** There was no answer; the worker may have carried the call out. */
        SILENT,
        /** It has no such deployment, or one of another epoch. */
        UNKNOWN,
        /** The deployment is frozen, which the caller did not expect. */
        FROZEN,
        /** It declined. */
        DECLINED
    }

    private final Kind kind;

    public WorkerCallException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
