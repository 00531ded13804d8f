package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the tests of a cluster when it fails, so that they end at once instead of timing out. The interrupt is
 * cleared when the guarded code is left, so that it does not affect later code.
 */
final class FailureInterrupter {
    /** The threads in guarded code whose cluster has failed. */
    private static final Set<Thread> STRUCK = ConcurrentHashMap.newKeySet();

    private final List<Guard> guards = new ArrayList<>();
    private @Nullable ClusterFailure failure;

    /** A thread in guarded code. */
    static final class Guard {
        private final Thread thread = Thread.currentThread();
        private boolean interrupted;
    }

    /** Whether the current thread is in guarded code whose cluster has failed. */
    static boolean hasInterruptedThisThread() {
        return STRUCK.contains(Thread.currentThread());
    }

    /** The first failure; null if there is none. */
    synchronized @Nullable ClusterFailure failure() {
        return failure;
    }

    synchronized void failed(ClusterFailure error) {
        if (failure == null) {
            failure = error;
            for (Guard guard : guards) {
                guard.interrupted = true;
                STRUCK.add(guard.thread);
                guard.thread.interrupt();
            }
        }
    }

    /** Makes a failure interrupt the current thread, until the guarded code is left. */
    synchronized Guard enter() {
        Guard guard = new Guard();
        guards.add(guard);
        return guard;
    }

    /** Leaves the guarded code; returns whether the cluster has failed meanwhile. */
    synchronized boolean leave(Guard guard) {
        guards.remove(guard);
        if (guard.interrupted) {
            STRUCK.remove(guard.thread);
            // Clears our interrupt, which the code may not have noticed. One from another source would end the test as
            // well.
            Thread.interrupted();
        }
        return guard.interrupted;
    }
}
