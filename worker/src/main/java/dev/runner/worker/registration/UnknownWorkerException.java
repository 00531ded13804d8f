package dev.runner.worker.registration;

import java.io.IOException;

/** The coordinator does not know this worker, or not this process of it, which has to register first. */
public final class UnknownWorkerException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnknownWorkerException(String message) {
        super(message);
    }
}
