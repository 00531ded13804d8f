package dev.runner.manager.api;

/** A request that is answered with an error before anything is done. */
final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    RequestRefusedException(int status, String code, String message) {
        super(message, null, false, false);
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
