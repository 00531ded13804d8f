package dev.runner.supervisor;

import dev.runner.supervisor.process.MemberProcess;
import dev.runner.supervisor.process.ProcessLauncher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's mailbox: everything that happens to a member is an input, worked off one at a time by one thread,
 * which also starts the processes (see {@link StartSequence}). It publishes the new snapshot before it carries out the
 * effects, so that a listener that hears of an event sees the state that it led to.
 */
final class SupervisorLoop {
    private final ProcessLauncher launcher;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Executor fileThreads;
    private final String runId;
    private final EventListeners audience;
    private final Map<MemberId, SupervisedMember> entries = new LinkedHashMap<>();
    private final Set<MemberId> removed = new HashSet<>();
    private final Map<MemberId, MemberProcess> processes = new ConcurrentHashMap<>();
    /** Set while a task of the mailbox runs. */
    private volatile @Nullable Thread thread;

    private volatile SupervisorSnapshot snapshot = new SupervisorSnapshot(List.of());

    /**
     * @param mailbox runs tasks one at a time, in order, on one permanent thread
     * @param fileThreads runs what may block on a member's files, for each member at once
     * @param runId unique to this run of the cluster; the first part of every cookie
     * @param problems is given what goes wrong that concerns no member
     * @param errors is given each {@link Error} of a listener
     */
    SupervisorLoop(
            ProcessLauncher launcher,
            Scheduler scheduler,
            Executor mailbox,
            Executor fileThreads,
            String runId,
            Consumer<String> problems,
            Consumer<Error> errors) {
        this.launcher = launcher;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.fileThreads = fileThreads;
        this.runId = runId;
        this.audience = new EventListeners(problems, errors);
    }

    SupervisorSnapshot snapshot() {
        return snapshot;
    }

    EventListeners audience() {
        return audience;
    }

    /** The pids of the member's processes, those of its last start; empty before its first. */
    Set<Long> pids(MemberId id) {
        MemberProcess process = processes.get(id);
        return process == null ? Set.of() : process.pids();
    }

    /** See {@link MemberProcess#send}; fails too where there is no process. */
    CompletableFuture<Void> send(MemberId id, byte[] bytes) {
        MemberProcess process = processes.get(id);
        return process == null
                ? CompletableFuture.failedFuture(new IllegalStateException("it has not been started"))
                : process.send(bytes);
    }

    /** The last lines of the member's last start; empty before its first. */
    List<String> lastLines(MemberId id) {
        MemberProcess process = processes.get(id);
        return process == null ? List.of() : process.lastLines();
    }

    void add(MemberSpec spec) {
        addAll(List.of(spec));
    }

    /** Returns when the members are in the snapshot; not to be called from a listener. */
    void addAll(List<MemberSpec> specs) {
        CompletableFuture.runAsync(onThread(() -> addNow(specs)), mailbox).join();
    }

    private void addNow(List<MemberSpec> specs) {
        assertOnSupervisorThread();
        for (MemberSpec spec : specs) {
            if (entries.putIfAbsent(spec.id(), new SupervisedMember(spec)) != null) {
                throw new IllegalStateException("there is a member " + spec.id() + " already");
            }
            removed.remove(spec.id());
        }
        publish();
    }

    /** The next start is by this one. */
    void replace(MemberSpec spec) {
        execute(() -> entry(spec.id()).spec = spec);
    }

    /** Not where something of it may be alive. */
    void remove(MemberId id) {
        execute(() -> {
            LifecycleState state = entry(id).lifecycle.state();
            if (state.isAlive() || state == LifecycleState.BACKING_OFF) {
                throw new IllegalStateException(id + " is " + state.label() + " and cannot be removed");
            }
            entries.remove(id);
            processes.remove(id);
            removed.add(id);
            publish();
        });
    }

    void post(MemberId id, StateMachineInput input) {
        execute(() -> {
            // A late timer of a member that was removed means nothing.
            if (!removed.contains(id)) {
                handle(entry(id), input);
            }
        });
    }

    /** Starts a member if it is still pending when it is this request's turn. */
    void startPending(MemberId id) {
        execute(() -> {
            if (!removed.contains(id) && entry(id).view().state() == LifecycleState.PENDING) {
                handle(entry(id), StateMachineInput.request(StateMachineInput.Type.START, null));
            }
        });
    }

    /** Runs a task on the supervisor's thread, after those before it; not at all when the supervisor is closed. */
    void execute(Runnable task) {
        try {
            mailbox.execute(onThread(task));
        } catch (RejectedExecutionException e) {
            // The supervisor is closed: nothing of any member is alive, and late timers and notices mean nothing.
            return;
        }
    }

    /** Does something with a member's files, after what was begun before, on a thread that may block. */
    void workOnFiles(MemberId id, Runnable task) {
        execute(() -> workOnFiles(entry(id), task));
    }

    /** The same, from the supervisor's thread; the task must not throw. */
    void workOnFiles(SupervisedMember entry, Runnable task) {
        assertOnSupervisorThread();
        entry.fileWork = entry.fileWork.thenRunAsync(task, fileThreads);
    }

    /** The task, during which the thread that runs it is the supervisor's. */
    private Runnable onThread(Runnable task) {
        return () -> {
            Thread before = thread;
            thread = Thread.currentThread();
            try {
                task.run();
            } finally {
                thread = before;
            }
        };
    }

    /** @throws IllegalStateException on every other thread than the supervisor's */
    void assertOnSupervisorThread() {
        if (!Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("only the supervisor's thread may do this, not "
                    + Thread.currentThread().getName());
        }
    }

    /** A line from the notice pipe; a cookie that is not of a current start is dropped. */
    void notice(String cookie, String word) {
        execute(() -> {
            SupervisedMember entry = entryOf(cookie);
            if (entry != null) {
                noticed(entry, word);
            }
        });
    }

    /** The member whose current start has this cookie; null where there is none. */
    private @Nullable SupervisedMember entryOf(String cookie) {
        int begin = cookie.indexOf('/') + 1;
        int end = cookie.lastIndexOf('/');
        String name = begin < end ? cookie.substring(begin, end) : "";
        SupervisedMember entry = MemberId.isAllowed(name) ? entries.get(new MemberId(name)) : null;
        return entry != null && cookie.equals(cookie(entry.id(), entry.view().incarnation())) ? entry : null;
    }

    private void noticed(SupervisedMember entry, String word) {
        switch (word) {
            case "ready" -> tell(entry, MemberEvent.Kind.NOTICE_READY, null, Duration.ZERO);
            case "done" ->
                handle(
                        entry,
                        StateMachineInput.of(
                                StateMachineInput.Type.HANDED_OVER, entry.view().incarnation()));
            default -> {
                // A member may say more in a later version; what is not known means nothing here.
            }
        }
    }

    private SupervisedMember entry(MemberId id) {
        SupervisedMember entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("there is no member " + id);
        }
        return entry;
    }

    /** What has happened to the member, with all that follows from it. */
    @SuppressWarnings("ReferenceEquality") // to publish the same once more costs less than to compare records' fields
    void handle(SupervisedMember entry, StateMachineInput input) {
        assertOnSupervisorThread();
        MemberLifecycle before = entry.lifecycle;
        StateTransition transition = MemberStateMachine.next(before, input, entry.spec.restart(), scheduler.now());
        entry.lifecycle = transition.next();
        if (before.view() != transition.next().view()) {
            snapshot = snapshot.with(transition.next().view());
        }
        for (StateMachineEffect effect : transition.effects()) {
            carryOut(entry, effect);
        }
    }

    private void publish() {
        List<MemberSnapshot> views = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> views.add(entry.view()));
        snapshot = new SupervisorSnapshot(views);
    }

    private void carryOut(SupervisedMember entry, StateMachineEffect effect) {
        int incarnation = entry.view().incarnation();
        switch (effect.type()) {
            case SPAWN -> new StartSequence(this, launcher, entry).begin();
            case TERMINATE -> terminate(entry, incarnation);
            case KILL -> end(entry, MemberProcess::kill);
            case PAUSE -> entry.ask(running -> running.pause(effect.number()));
            case RESUME -> entry.ask(running -> running.signal(Signals.number("CONT")));
            case SIGNAL -> entry.ask(running -> running.signal(effect.number()));
            case RESTART_AFTER -> restartAfter(effect.delay(), entry.id(), incarnation);
            case TELL -> {
                MemberEvent.Kind kind = effect.event();
                if (kind != null) {
                    tell(entry, kind, effect.cause(), effect.delay());
                }
            }
        }
    }

    private void restartAfter(Duration delay, MemberId id, int incarnation) {
        StateMachineInput due = StateMachineInput.of(StateMachineInput.Type.RESTART_DUE, incarnation);
        if (delay.isZero()) {
            post(id, due);
        } else {
            scheduler.after(delay, () -> post(id, due));
        }
    }

    /** Where its start is only being prepared, there is nothing to end: it is gone. */
    private void end(SupervisedMember entry, Consumer<MemberProcess> how) {
        MemberProcess process = entry.process;
        if (process != null) {
            how.accept(process);
        } else {
            post(
                    entry.id(),
                    StateMachineInput.of(
                            StateMachineInput.Type.GONE, entry.view().incarnation()));
        }
    }

    private void terminate(SupervisedMember entry, int incarnation) {
        end(entry, process -> {
            process.terminate(Signals.number(entry.spec.stop().signal()));
            scheduler.after(
                    entry.spec.stop().grace(),
                    () -> post(entry.id(), StateMachineInput.of(StateMachineInput.Type.GRACE_OVER, incarnation)));
        });
    }

    /** This process is the member's from now on. */
    void runs(SupervisedMember entry, MemberProcess process) {
        assertOnSupervisorThread();
        entry.runs(process);
        processes.put(entry.id(), process);
    }

    String cookie(MemberId id, int incarnation) {
        return runId + "/" + id + "/" + incarnation;
    }

    void tell(MemberId id, MemberEvent.Kind kind, Cause cause) {
        tell(entry(id), kind, cause, Duration.ZERO);
    }

    void tell(SupervisedMember entry, MemberEvent.Kind kind, @Nullable Cause cause, Duration delay) {
        assertOnSupervisorThread();
        audience.tell(new MemberEvent(kind, scheduler.now(), entry.view(), cause, delay));
    }
}
