package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells how a child ended, within milliseconds. NuProcess would tell it too, but only when both pipes are closed and
 * its 250 ms poll has come round, and without a difference between signal 9 and exit code 9. The JDK tells when (it
 * waits without reaping), and {@code waitid} tells how.
 */
final class ExitWatcher {
    private final Executor executor;

    ExitWatcher(Executor executor) {
        this.executor = executor;
    }

    CompletableFuture<ExitStatus> watch(long pid) {
        return ProcessHandle.of(pid)
                .map(handle -> handle.onExit().thenApplyAsync(ended -> LibC.peekExit(pid), executor))
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> LibC.peekExit(pid), executor));
    }
}
