package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells how a child ended, within milliseconds. NuProcess would tell it too, but only when both pipes are closed and
 * its 250 ms poll has come round, and without a difference between signal 9 and exit code 9. The JDK tells when (it
 * waits without reaping), and {@code waitid} tells how. Where the JDK cannot (it needs a descriptor and a thread for
 * it), it is looked at again and again.
 */
final class ExitWatcher {
    private static final long LOOK_MILLIS = 20;

    private final ScheduledExecutorService timer;

    ExitWatcher(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    CompletableFuture<ExitStatus> watch(long pid) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            try {
                return handle.get().onExit().thenApplyAsync(ended -> LibC.peekExit(pid), timer);
            } catch (OutOfMemoryError e) {
                return lookedAt(pid);
            }
        }
        return lookedAt(pid);
    }

    private CompletableFuture<ExitStatus> lookedAt(long pid) {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        look(pid, exit);
        return exit;
    }

    private void look(long pid, CompletableFuture<ExitStatus> exit) {
        if (LibC.isRunningChild(pid)) {
            var unused = timer.schedule(() -> look(pid, exit), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            timer.execute(() -> exit.complete(LibC.peekExit(pid)));
        }
    }
}
