package dev.runner.manager.api;

/** The manager did not answer, or something else did, as the message says. Whether it is alive is another question. */
public final class ManagerUnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    ManagerUnreachableException(String message) {
        super(message);
    }

    ManagerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
