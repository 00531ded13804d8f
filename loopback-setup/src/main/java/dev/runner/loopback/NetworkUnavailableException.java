package dev.runner.loopback;

/** A network cannot be leased; the message is one line that says who has it and what to do. */
public final class NetworkUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NetworkUnavailableException(String message) {
        super(message);
    }

    NetworkUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
