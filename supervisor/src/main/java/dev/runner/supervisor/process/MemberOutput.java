package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one process writes: to its log, and the last of it to memory. */
final class MemberOutput {
    private final LogFile log;
    private final OutputTail tail = new OutputTail();
    private final StreamReader stdout = new StreamReader(this::write);
    private final StreamReader stderr = new StreamReader(this::write);

    MemberOutput(LogFile log) {
        this.log = log;
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
        log.append(lines);
    }
}
