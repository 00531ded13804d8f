package dev.runner.loopback;

/** A network cannot be leased; the message is one line with its holder and the remedy. */
public final class NetworkUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NetworkUnavailableException(String message) {
        super(message);
    }

    NetworkUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
