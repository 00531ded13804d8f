package dev.runner.manager.api;

/** The manager did not answer; the message says what was tried. Whether it is alive is another question. */
public final class ManagerUnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    ManagerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
