package dev.runner.manager.output;

/** Nobody reads our output any more. The command ends without a word, as other programs do. */
public final class BrokenPipeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenPipeException() {
        super("the reader of the output has gone", null, false, false);
    }
}
