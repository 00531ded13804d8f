package dev.runner.manager.output;

import java.io.IOException;

/** Standard output could not be written, and its reader is still there: a file on a full disk, for one. */
public final class OutputFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputFailedException(IOException cause) {
        super("standard output cannot be written: " + cause.getMessage(), cause);
    }
}
