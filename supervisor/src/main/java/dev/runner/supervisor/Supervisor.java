package dev.runner.supervisor;

import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.NuProcessLauncher;
import dev.runner.util.DaemonThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Supervises member processes: starts them, follows their output, starts them again when they ask for it, stops them
 * with all that they started, and leaves nothing behind, even when this JVM is killed.
 *
 * <p>Requests return at once; their results are told to the listeners and seen in the {@link #snapshot}.
 */
public final class Supervisor implements AutoCloseable {
    /** After an {@link Error} the ends of members may have been lost: so long they are waited for, and no longer. */
    private static final int SECONDS_AFTER_ERROR = 5;

    private final ExecutorService mailbox;
    private final SystemScheduler scheduler = new SystemScheduler();
    private final NuProcessLauncher launcher;
    private final SupervisorLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Consumer<Error> errors;

    /**
     * Begins to supervise; nothing runs yet but the guardian.
     *
     * @param directory an existing directory of this cluster's own, for the guardian, the journal and the notice pipe
     * @param runId letters and digits, unique to this run; every process carries it in its environment
     * @param problems is given a sentence for each problem that concerns no member
     * @param errors is given the first {@link Error} of this supervisor's thread or of a listener. The thread goes on,
     *     but what it was doing is lost: what is left to do is to end everything.
     * @throws LaunchException where this machine cannot run members at all; the message has the remedy
     */
    public Supervisor(Path directory, String runId, Consumer<String> problems, Consumer<Error> errors)
            throws LaunchException {
        this.errors = errors;
        this.mailbox = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "supervisor");
            thread.setDaemon(true);
            return thread;
        });
        this.launcher = new NuProcessLauncher(directory, runId, this::notice, problems);
        this.loop = new SupervisorLoop(
                launcher,
                scheduler,
                reporting(mailbox, problems),
                reporting(DaemonThreads.asNeeded("files"), problems),
                runId,
                problems,
                this::broken);
    }

    /** A task that throws would otherwise vanish together with the mailbox's thread. */
    private Executor reporting(Executor executor, Consumer<String> problems) {
        return task -> executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                problems.accept("supervision: " + e);
            } catch (Error e) {
                broken(e);
            }
        });
    }

    private void broken(Error error) {
        if (broken.compareAndSet(false, true)) {
            errors.accept(error);
        }
    }

    private void notice(String cookie, String word) {
        loop.notice(cookie, word);
    }

    /** The pid of the process that cleans up should this JVM be killed. */
    public long guardianPid() {
        return launcher.guardianPid();
    }

    /** Adds a member, which is pending until it is started; not to be called from a listener. */
    public void add(MemberSpec spec) {
        loop.add(spec);
    }

    /** Adds several, which is quicker than one by one. */
    public void addAll(List<MemberSpec> specs) {
        loop.addAll(specs);
    }

    /** From its next start on, the member is started by this specification. */
    public void replace(MemberSpec spec) {
        loop.replace(spec);
    }

    /** Removes a member, which must have ended. Later requests for it have no effect. */
    public void remove(MemberId id) {
        loop.remove(id);
    }

    /** Tells everything that happens from now on. */
    public void listen(MemberListener listener) {
        loop.audience().add(listener);
    }

    /** Tells what members write from now on; there is one such listener. */
    public void listenToOutput(OutputListener listener) {
        loop.audience().setOutputListener(listener);
    }

    public SupervisorSnapshot snapshot() {
        return loop.snapshot();
    }

    /**
     * The pids of all processes of the member that are alive, however they were started. Looks through the process
     * table, which takes milliseconds.
     */
    public Set<Long> pids(MemberId id) {
        return loop.pids(id);
    }

    /**
     * Sends bytes to the standard input of the member's leader. From any thread.
     *
     * @return completes when they are in its pipe; fails with an IllegalStateException where its input is closed, or it
     *     does not read
     */
    public CompletableFuture<Void> send(MemberId id, byte[] bytes) {
        return loop.send(id, bytes);
    }

    /** The last lines that the member wrote since its last start, oldest first, 20 at most. From any thread. */
    public List<String> lastLines(MemberId id) {
        return loop.lastLines(id);
    }

    /** Starts a member that is pending, stopped, failed or backing off; one that runs is left alone. */
    public void start(MemberId id, @Nullable Action action) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.START, action));
    }

    /**
     * Starts a member for the first time, at nobody's request. Where somebody has asked for something else before, such
     * as a stop, this does nothing.
     */
    public void startPending(MemberId id) {
        loop.startPending(id);
    }

    /** Asks all of the member to end, and kills what has not when its grace is over. */
    public void stop(MemberId id, @Nullable Action action) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.STOP, action));
    }

    /** Kills all of the member at once. It stays stopped. */
    public void kill(MemberId id, @Nullable Action action) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.KILL, action));
    }

    /**
     * Stops all of the member by SIGSTOP until it is resumed, stopped or restarted; one that does not run is left
     * alone.
     */
    public void pause(MemberId id) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.PAUSE, Action.Operation.PAUSE));
    }

    /** Continues all of the member by SIGCONT, also where something else had stopped it. */
    public void resume(MemberId id) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.RESUME, Action.Operation.RESUME));
    }

    /**
     * Sends a signal to all of the member. Where it ends because of that, it was stopped on purpose; where it does not,
     * it is supervised as before.
     *
     * @param signal its number, see {@link Signals}
     */
    public void signal(MemberId id, int signal) {
        loop.post(id, StateMachineInput.signal(signal));
    }

    /**
     * Kills all of the member, and treats that as if it had ended by itself with an exit code: it is restarted, has
     * ended well, or has failed. For tests of what follows from a code that the program itself cannot be made to end
     * with.
     *
     * @param code 0 to 255
     */
    public void exitAs(MemberId id, int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("there is no exit code " + code + ": choose one from 0 to 255");
        }
        loop.post(id, StateMachineInput.exitAs(code));
    }

    /** Stops the member and starts it again at once, whatever its policy. */
    public void restart(MemberId id, @Nullable Action action) {
        loop.post(id, StateMachineInput.request(StateMachineInput.Type.RESTART, action));
    }

    /** The given start of the member has been seen to be ready. */
    public void ready(MemberId id, int incarnation) {
        loop.post(id, StateMachineInput.of(StateMachineInput.Type.READY, incarnation));
    }

    /**
     * What all processes of one start of a member carry as {@code MULTIHOST_COOKIE}. Whoever starts something on behalf
     * of that member gives it the same, and it ends with the member.
     */
    public String cookie(MemberId id, int incarnation) {
        return loop.cookie(id, incarnation);
    }

    /**
     * Runs a task on the supervisor's thread, after all that was asked for before: what must decide by the states of
     * members and cannot bear that they change meanwhile. Not at all once this is closed.
     */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /**
     * Does something with a member's files, before its next start is prepared. What is the member's may block whoever
     * touches it, so this is never the supervisor's thread.
     */
    public void workOnFiles(MemberId id, Runnable task) {
        loop.workOnFiles(id, task);
    }

    /** Runs tasks after a delay, until this is closed. For tasks that do not block: they all share one thread. */
    public ScheduledExecutorService timer() {
        return scheduler.timer();
    }

    /**
     * Guards what only the supervisor's thread may do.
     *
     * @throws IllegalStateException on every other thread than the one that runs listeners and {@link #execute}
     */
    public void assertOnSupervisorThread() {
        loop.assertOnSupervisorThread();
    }

    /** Kills whatever runs, waits until nothing does, and ends the guardian; not to be called from a listener. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CountDownLatch allEnded = new CountDownLatch(1);
        loop.audience().add(event -> countDownWhenAllEnded(allEnded));
        for (MemberSnapshot member : snapshot().members()) {
            kill(member.id(), Action.ShutdownReason.CLOSE);
        }
        mailbox.execute(() -> countDownWhenAllEnded(allEnded));
        try {
            while (!allEnded.await(SECONDS_AFTER_ERROR, TimeUnit.SECONDS) && !broken.get()) {
                // Whatever still runs has its grace, or is in the kernel's hands.
            }
        } catch (InterruptedException e) {
            // The guardian kills at once what is still running when its pipe is closed below.
            Thread.currentThread().interrupt();
        }
        launcher.close();
        scheduler.close();
        mailbox.shutdown();
    }

    private void countDownWhenAllEnded(CountDownLatch allEnded) {
        boolean running = snapshot().members().stream()
                .map(MemberSnapshot::state)
                .anyMatch(state -> state.isAlive() || state == LifecycleState.BACKING_OFF);
        if (!running) {
            allEnded.countDown();
        }
    }
}
