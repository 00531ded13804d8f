package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Leaves nothing behind, however the benchmark ends: no process, and no file. Everything that is measured works in the
 * benchmark's own directory, which is how it is found again even when nobody is its parent any more.
 */
final class BenchmarkCleanup {
    /** How long all may take to end when asked, before they are made to. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final Object LOCK = new Object();
    private static boolean ending;

    private BenchmarkCleanup() {}

    static void atTheEnd(Path work) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(work), "cleanup"));
    }

    /** Starts a process, but no more once the benchmark ends: then it does not return. */
    static Process start(ProcessBuilder builder) throws IOException {
        synchronized (LOCK) {
            stopHere();
            return builder.start();
        }
    }

    /** Starts them with the output of each as the input of the next. */
    static List<Process> startPipeline(List<ProcessBuilder> builders) throws IOException {
        synchronized (LOCK) {
            stopHere();
            return ProcessBuilder.startPipeline(builders);
        }
    }

    /** Does not return once the benchmark ends: what fails then is no finding. */
    static void stopHere() {
        boolean isOver;
        synchronized (LOCK) {
            isOver = ending;
        }
        if (isOver) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void end(Path work) {
        synchronized (LOCK) {
            ending = true;
        }
        try {
            Set<Long> left = left(work);
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
            long end = System.nanoTime() + GRACE_NANOS;
            while (!left.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
                left = left(work);
            }
            ProcStatistics.kill(left);
            BenchmarkCommands.delete(work);
        } catch (IOException e) {
            System.err.println("not everything could be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<Long> left(Path work) throws IOException {
        Set<Long> all = new HashSet<>(ProcStatistics.in(work));
        ProcessHandle.current().descendants().forEach(child -> all.add(child.pid()));
        all.removeIf(pid -> !ProcStatistics.isAlive(pid));
        return all;
    }
}
