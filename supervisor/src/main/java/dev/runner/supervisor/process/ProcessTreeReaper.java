package dev.runner.supervisor.process;

import dev.runner.supervisor.Signals;
import dev.runner.util.FileFailure;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends and pauses process trees: one thread that looks at the process table every few milliseconds (once for all
 * members) while there is something to see there, kills what is to be killed, and tells when nothing of a member is
 * left. It stops what is to be paused, look by look, until a look finds nothing new. A look costs milliseconds, so none
 * is taken that cannot change anything: not while a leader that was asked to end has not, and no second one where a
 * control group shows that the first was the truth.
 */
final class ProcessTreeReaper implements AutoCloseable {
    private static final long SHORTEST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 50;
    private static final long UNKILLABLE_AFTER_NANOS = 5_000_000_000L;

    private static final int SIGCONT = Signals.number("CONT");

    private final ProcessTable table;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Task> pausing = new ArrayList<>();
    private final Thread thread;
    private boolean woken;
    private boolean closed;

    /** The processes of one start of a member, which are to end or to be paused. */
    static final class Task {
        private final MemberProcessTree tree;
        private final ProcessListener listener;
        private boolean leaderPidReserved;
        private int signal;
        private @Nullable Set<Long> told;
        private boolean killing;
        private boolean leaderExited;
        private boolean goneInLastScan;
        private boolean escapedCgroup;
        private boolean finished;
        private boolean unreadable;
        private long killingSince;
        private @Nullable ProcessTreePause pause;

        /** @param leaderPidReserved whether the leader's pid stays its own until {@link #leaderPidReleased} */
        Task(MemberProcessTree tree, ProcessListener listener, boolean leaderPidReserved) {
            this.tree = tree;
            this.listener = listener;
            this.leaderPidReserved = leaderPidReserved;
        }

        private synchronized void beginPause(int number) {
            pause = new ProcessTreePause(tree, number);
        }

        /** From its return on nothing of it is stopped any more, so that what follows continues or ends all of it. */
        private synchronized void cancelPause() {
            pause = null;
        }

        private synchronized boolean isPausing() {
            return pause != null;
        }

        /** Returns the pause that is complete with this look; null where it goes on, or was given up meanwhile. */
        private synchronized @Nullable ProcessTreePause proceedWithPause(List<ProcessInfo> alive) {
            ProcessTreePause current = pause;
            if (current == null || !current.proceed(alive)) {
                return null;
            }
            pause = null;
            return current;
        }

        /**
         * Whether a look at the process table leads to anything. Without a control group each one does: what is seen
         * now as a descendant is known when its parents have ended.
         */
        private boolean isDue() {
            return signal != 0 || killing || leaderExited || !tree.hasControlGroup();
        }

        /**
         * Only two looks in a row are proof: during the first a process may have passed itself on to a pid behind it.
         * Not so in a control group, which the kernel keeps, as long as nothing has been seen that had left it.
         */
        private boolean isProven(boolean goneBefore) {
            return goneBefore || (tree.hasControlGroup() && !escapedCgroup);
        }
    }

    ProcessTreeReaper(ProcessTable table) {
        this.table = table;
        this.thread = new Thread(this::run, "reaper");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends the signal once to all of it, and watches for its end. */
    synchronized void terminate(Task task, int signal) {
        task.cancelPause();
        task.told = task.leaderPidReserved ? task.tree.terminateCgroup(signal) : null;
        task.signal = signal;
        watch(task);
    }

    /** Kills it until nothing is left; nothing happens where nothing is, as its end was told already. */
    synchronized void kill(Task task) {
        task.cancelPause();
        if (!task.killing) {
            task.killing = true;
            task.killingSince = RunningClock.shared().nanoTime();
            if (task.leaderPidReserved) {
                task.tree.killNow();
            }
        }
        watch(task);
    }

    /** To be called before the leader can be reaped, after which its pid may become another's. */
    synchronized void leaderPidReleased(Task task) {
        task.leaderPidReserved = false;
    }

    /** The exit of its leader has been told; only now may its end be told. */
    synchronized void leaderExited(Task task) {
        task.leaderExited = true;
        wake();
    }

    /** Sends the signal at once, on the caller's thread. What is continued is not paused any further. */
    void signal(Task task, int signal) {
        if (signal == SIGCONT) {
            task.cancelPause();
        }
        try {
            task.tree.signal(task.tree.in(table.scan()), signal);
        } catch (IOException e) {
            unreadable(task, e);
        }
    }

    /** Stops all of it on this reaper's thread, and tells the listener when that is complete. */
    void pause(Task task, int number) {
        task.beginPause(number);
        synchronized (this) {
            if (!pausing.contains(task)) {
                pausing.add(task);
            }
            wake();
        }
    }

    /** Said once, until it can be read again: it is tried many times a second. */
    private static void unreadable(Task task, IOException e) {
        if (!task.unreadable) {
            task.unreadable = true;
            task.listener.stillAlive("the process table cannot be read: " + FileFailure.reason(e));
        }
    }

    private void watch(Task task) {
        if (task.finished) {
            return;
        }
        if (!tasks.contains(task)) {
            tasks.add(task);
        }
        wake();
    }

    private void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            List<Task> current = awaitTasks();
            if (current == null) {
                return;
            }
            boolean someEnded = look(current);
            pause = pauseAfter(pause, someEnded);
        }
    }

    private synchronized @Nullable List<Task> awaitTasks() {
        try {
            List<Task> due = due();
            while (due.isEmpty() && pausing().isEmpty() && !closed) {
                wait();
                due = due();
            }
            woken = false;
            return closed ? null : due;
        } catch (InterruptedException e) {
            return null;
        }
    }

    private List<Task> due() {
        return tasks.stream().filter(Task::isDue).toList();
    }

    private synchronized long pauseAfter(long pause, boolean someEnded) {
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            long left = pause;
            while (!woken && pausing().isEmpty() && !isConfirmingScanDue() && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        boolean reset = woken || someEnded;
        woken = false;
        return reset ? SHORTEST_PAUSE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    /** What was not found by one look is looked for again at once. */
    private boolean isConfirmingScanDue() {
        return tasks.stream().anyMatch(task -> task.goneInLastScan && task.leaderExited);
    }

    /** Deals with all of them by one look at the process table; true where one is gone. */
    private boolean look(List<Task> current) {
        List<Task> toPause = pausing();
        List<ProcessInfo> processes;
        try {
            processes = table.scan();
        } catch (IOException e) {
            toPause.forEach(task -> pauseUnseen(task, e));
            current.forEach(task -> unseen(task, e));
            return false;
        }
        boolean someEnded = false;
        for (Task task : current) {
            try {
                someEnded |= deal(task, task.tree.in(processes));
                task.unreadable = false;
            } catch (IOException e) {
                unseen(task, e);
            }
        }
        for (Task task : toPause) {
            try {
                proceedWithPause(task, task.tree.in(processes));
            } catch (IOException e) {
                pauseUnseen(task, e);
            }
        }
        return someEnded;
    }

    /**
     * Looks in a row are what counts, and a second one is due at once only after a first. Its leader is reached all the
     * same, and with its end its descriptors are free.
     */
    private void unseen(Task task, IOException e) {
        setLookedGone(task, false);
        signalLeader(task);
        unreadable(task, e);
    }

    private synchronized void signalLeader(Task task) {
        if (!task.leaderPidReserved) {
            return;
        }
        if (task.killing) {
            task.tree.killLeader();
        } else if (task.signal != 0 && task.told == null) {
            task.told = task.tree.terminateLeader(task.signal);
        }
    }

    private void pauseUnseen(Task task, IOException e) {
        unreadable(task, e);
        proceedWithPause(task, List.of());
    }

    /** Those whose pause goes on; the list is cleaned of the others. */
    private synchronized List<Task> pausing() {
        pausing.removeIf(task -> !task.isPausing());
        return List.copyOf(pausing);
    }

    private void proceedWithPause(Task task, List<ProcessInfo> alive) {
        ProcessTreePause complete = task.proceedWithPause(alive);
        if (complete != null) {
            task.listener.paused(complete.number());
        }
    }

    private boolean deal(Task task, List<ProcessInfo> alive) {
        int signal = takeSignal(task);
        if (signal != 0) {
            task.tree.terminate(alive, signal, task.told);
        }
        task.escapedCgroup |= task.tree.hasEscapedCgroup(alive);
        boolean gone = task.tree.isGone(alive);
        boolean goneBefore = setLookedGone(task, gone);
        if (gone) {
            return task.isProven(goneBefore) && finish(task);
        }
        if (isKilling(task)) {
            task.tree.kill(alive);
            reportUnkillable(task, alive);
        }
        return false;
    }

    /** @return what it was before */
    private synchronized boolean setLookedGone(Task task, boolean gone) {
        boolean before = task.goneInLastScan;
        task.goneInLastScan = gone;
        return before;
    }

    private synchronized int takeSignal(Task task) {
        int signal = task.signal;
        task.signal = 0;
        return signal;
    }

    private synchronized boolean isKilling(Task task) {
        return task.killing;
    }

    private boolean finish(Task task) {
        synchronized (this) {
            if (!task.leaderExited) {
                return false;
            }
            task.finished = true;
            tasks.remove(task);
        }
        task.tree.release();
        task.listener.gone();
        return true;
    }

    private void reportUnkillable(Task task, List<ProcessInfo> alive) {
        if (RunningClock.shared().nanoTime() - task.killingSince > UNKILLABLE_AFTER_NANOS) {
            task.killingSince = RunningClock.shared().nanoTime();
            String pids = alive.stream().map(p -> Long.toString(p.pid())).collect(Collectors.joining(", "));
            task.listener.stillAlive("killed, and yet alive: pid " + pids);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
