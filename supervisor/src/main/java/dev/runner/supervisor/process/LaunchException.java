package dev.runner.supervisor.process;

/** A process could not be started; the message says why, and what to do. */
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    public LaunchException(String message) {
        super(message);
        this.text = message;
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
        this.text = message;
    }

    @Override
    public String getMessage() {
        return text;
    }
}
