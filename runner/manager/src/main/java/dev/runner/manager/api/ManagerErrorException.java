package dev.runner.manager.api;

/** The manager answered with an error. */
public final class ManagerErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private final String code;

    ManagerErrorException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** Whether something on the machine is in the way, a port that is in use for one. */
    public boolean isAboutMachine() {
        return code.equals(OperationRefusedException.Reason.MACHINE_NOT_READY.code());
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
