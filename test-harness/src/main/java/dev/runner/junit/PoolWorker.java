package dev.runner.junit;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to JUnit's parallelism. JUnit runs parallel classes in a fork-join pool, and such a pool starts another worker
 * for each that waits by one of Java's futures, queues or executors, which takes up the next class: with two at a time
 * there were eight to twelve clusters. So what waits runs in a thread of its own, and its worker waits for that in a
 * way that the pool does not answer.
 */
final class PoolWorker {
    private PoolWorker() {}

    /** What waits; it may throw one kind of checked exception. */
    interface Work<T, E extends Exception> {
        T call() throws E;
    }

    /**
     * Calls it; elsewhere than in a worker of such a pool, in the caller's thread. An interrupt of the caller reaches
     * it.
     */
    static <T, E extends Exception> T call(Work<T, E> what) throws E {
        if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return what.call();
        }
        FutureTask<T> task = new FutureTask<>(what::call);
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    task.run();
                    ended.countDown();
                },
                Thread.currentThread().getName() + "-waits");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        try {
            return task.get(); // it has ended
        } catch (ExecutionException e) {
            throw PoolWorker.<E>rethrow(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted by a second interrupt", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As the work threw it: nothing but E and unchecked ones. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return (E) Objects.requireNonNull(thrown);
    }
}
