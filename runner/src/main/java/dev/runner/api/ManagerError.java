package dev.runner.api;

/** The manager answered with an error. */
public final class ManagerError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ManagerError(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
