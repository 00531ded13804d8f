package dev.runner.manager.api;

/** The manager does not do what was asked for, for a reason that lies with the request. */
public final class OperationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reason, with its HTTP status and its code in the body. */
    public enum Reason {
        MEMBER_NOT_FOUND(404, "member_not_found"),
        /** What was asked for cannot be asked of any member, such as a signal that there is not. */
        BAD_REQUEST(400, "bad_request"),
        /** The member or the cluster is in a state in which it cannot be done, such as a start while it stops. */
        WRONG_STATE(409, "wrong_state"),
        /** The machine is in the way: a port or an address that a new member needs. */
        MACHINE_NOT_READY(409, "machine_not_ready");

        private final int status;
        private final String code;

        Reason(int status, String code) {
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    private final Reason reason;

    public OperationRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
