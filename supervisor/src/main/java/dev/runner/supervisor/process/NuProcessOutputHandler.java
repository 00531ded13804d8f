package dev.runner.supervisor.process;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import java.nio.ByteBuffer;

/**
 * Hands a process's two streams on. What NuProcess says of starts and exits is not listened to: see {@link
 * ExitWatcher}.
 */
final class NuProcessOutputHandler extends NuAbstractProcessHandler {
    /**
     * Bytes that come at once at most. Named here, where NuProcess is used anyway: a class that only names a constant
     * of it keeps its former name where it is relocated.
     */
    static final int BLOCK_BYTES = NuProcess.BUFFER_CAPACITY;

    private final ProcessOutput output;

    NuProcessOutputHandler(ProcessOutput output) {
        this.output = output;
    }

    @Override
    public void onStdout(ByteBuffer buffer, boolean closed) {
        output.stdout().read(buffer, closed);
    }

    @Override
    public void onStderr(ByteBuffer buffer, boolean closed) {
        output.stderr().read(buffer, closed);
    }

    /** The last that it calls: here only to let go of what is open. */
    @Override
    public void onExit(int status) {
        output.stdout().close();
        output.stderr().close();
    }
}
