package dev.runner.manager.api;

/** The manager did not answer, or something else did, as the message says. Whether it is alive is another question. */
public class ManagerUnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    ManagerUnreachableException(String message) {
        super(message);
    }

    ManagerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It was asked, and has not answered in time. */
    public static final class NotInTime extends ManagerUnreachableException {
        private static final long serialVersionUID = 1;

        NotInTime(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
