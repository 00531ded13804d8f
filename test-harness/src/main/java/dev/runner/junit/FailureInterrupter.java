package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts whoever tests a cluster when that fails, so that the test ends at once and not when its patience does. The
 * interrupt is taken back when the guarded code is left, so that none hits code after it.
 */
final class FailureInterrupter {
    /** Threads in guarded code whose cluster has failed. */
    private static final Set<Thread> STRUCK = ConcurrentHashMap.newKeySet();

    private final List<Guard> guards = new ArrayList<>();
    private @Nullable ClusterFailure failure;

    /** A thread in code that needs the cluster. */
    static final class Guard {
        private final Thread thread = Thread.currentThread();
        private boolean interrupted;
    }

    /** Whether the current thread is in guarded code of a cluster that has failed since. */
    static boolean hasInterruptedThisThread() {
        return STRUCK.contains(Thread.currentThread());
    }

    /** The first failure; null while there is none. */
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

    /** From now on, until it is left, a failure interrupts the current thread. */
    synchronized Guard enter() {
        Guard guard = new Guard();
        guards.add(guard);
        return guard;
    }

    /** Ends that, and tells whether the cluster has failed since. */
    synchronized boolean leave(Guard guard) {
        guards.remove(guard);
        if (guard.interrupted) {
            STRUCK.remove(guard.thread);
            // Ours, and it may not have been noticed; somebody else's at the same moment means the end as well.
            Thread.interrupted();
        }
        return guard.interrupted;
    }
}
