package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells how a child ended, within milliseconds. NuProcess would tell it too, but only when both pipes are closed and
 * its 250 ms poll has come round, and without a difference between signal 9 and exit code 9. The JDK tells when (it
 * waits without reaping), and {@code waitid} tells how. The JDK needs a descriptor and threads for it, one of them only
 * when the child has ended, and says nothing where it has none. So as long as no thread can be started, and once after
 * that, all are looked at.
 */
final class ExitWatcher {
    private static final long LOOK_MILLIS = 20;
    private static final long LOOK_AT_ALL_MILLIS = 1000;

    private final ScheduledExecutorService timer;
    private final Map<Long, CompletableFuture<ExitStatus>> watched = new ConcurrentHashMap<>();
    private boolean tight;

    ExitWatcher(ScheduledExecutorService timer) {
        this.timer = timer;
        var unused = timer.scheduleWithFixedDelay(
                this::lookWhereTight, LOOK_AT_ALL_MILLIS, LOOK_AT_ALL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Completes on the timer's thread. */
    CompletableFuture<ExitStatus> watch(long pid) {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        watched.put(pid, exit);
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            try {
                var unused = handle.get().onExit().thenRunAsync(() -> ended(pid, exit), timer);
                return exit;
            } catch (OutOfMemoryError e) {
                look(pid, exit);
                return exit;
            }
        }
        look(pid, exit);
        return exit;
    }

    private void look(long pid, CompletableFuture<ExitStatus> exit) {
        if (LibC.isRunningChild(pid)) {
            var unused = timer.schedule(() -> look(pid, exit), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            timer.execute(() -> ended(pid, exit));
        }
    }

    private void lookWhereTight() {
        boolean before = tight;
        tight = !ProcessLimit.hasRoomForThread();
        if (tight || before) {
            watched.forEach((pid, exit) -> {
                if (!LibC.isRunningChild(pid)) {
                    ended(pid, exit);
                }
            });
        }
    }

    private void ended(long pid, CompletableFuture<ExitStatus> exit) {
        if (watched.remove(pid, exit)) {
            exit.complete(LibC.peekExit(pid));
        }
    }
}
