package dev.runner.manager.output;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Notes why it could not be written to: a {@link java.io.PrintStream} tells only that it could not. */
final class FailureNotingStream extends OutputStream {
    private final OutputStream target;
    private volatile @Nullable IOException failure;

    FailureNotingStream(OutputStream target) {
        this.target = target;
    }

    /** The first failure; null while there was none. */
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }
}
