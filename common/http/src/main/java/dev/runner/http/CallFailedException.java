package dev.runner.http;

import java.io.IOException;

/** A call that got no answer. */
public final class CallFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    public CallFailedException(String message, Throwable cause, boolean refused) {
        super(message, cause);
        this.refused = refused;
    }

    /** Whether nothing listens there (yet): the call did no harm, and may be repeated at once. */
    public boolean refused() {
        return refused;
    }
}
