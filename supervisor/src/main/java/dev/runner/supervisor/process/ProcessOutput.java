package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The output of one process: goes to its log, to its listener, and the last of it stays in memory. */
final class ProcessOutput {
    private final RotatingLogWriter log;
    private final Consumer<ByteBuffer> listener;
    private final OutputTail tail = new OutputTail();
    private final StreamReader stdout = new StreamReader(this::write);
    private final StreamReader stderr = new StreamReader(this::write);

    ProcessOutput(RotatingLogWriter log, Consumer<ByteBuffer> listener) {
        this.log = log;
        this.listener = listener;
    }

    /** From now on full pipes are read at once. */
    void follow(HeldOpenPipes pipes) {
        stdout.setBulkReader(new BulkPipeReader(pipes::openStdout));
        stderr.setBulkReader(new BulkPipeReader(pipes::openStderr));
    }

    StreamReader stdout() {
        return stdout;
    }

    StreamReader stderr() {
        return stderr;
    }

    /** Completes when both streams have been read to their end or to the marker. */
    CompletableFuture<Void> drained() {
        return CompletableFuture.allOf(stdout.drained(), stderr.drained());
    }

    List<String> lastLines() {
        synchronized (tail) {
            return tail.lines();
        }
    }

    private void write(ByteBuffer lines) {
        synchronized (tail) {
            tail.add(lines);
        }
        log.append(lines.duplicate());
        listener.accept(lines);
    }
}
