package dev.runner.coordinator.relocation;

import java.io.IOException;

/** A worker did not do what it was told, or nobody knows whether it did. */
public final class WorkerCallException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** Nothing listens there: its process is gone. */
        REFUSED,
        /** There was no answer; it may have done it. */
        SILENT,
        /** It answered that it has no such deployment, or one of another epoch. */
        UNKNOWN,
        /** It answered that it will not. */
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
