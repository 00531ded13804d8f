package dev.runner.supervisor;

import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.LaunchRequest;
import dev.runner.supervisor.process.MemberProcess;
import dev.runner.supervisor.process.ProcessLauncher;
import dev.runner.supervisor.process.ProcessListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's mailbox: everything that happens to a member is an input, worked off one at a time by one thread,
 * which also starts the processes. It publishes the new snapshot before it carries out the effects, so that whoever
 * hears of an event sees the state that it led to.
 */
final class SupervisorLoop {
    private final ProcessLauncher launcher;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final String runId;
    private final Consumer<String> problems;
    private final Map<MemberId, Entry> entries = new LinkedHashMap<>();
    private final Set<MemberId> removed = new HashSet<>();
    private final Map<MemberId, MemberProcess> processes = new ConcurrentHashMap<>();
    private final List<MemberListener> listeners = new CopyOnWriteArrayList<>();
    private volatile OutputListener outputListener = (id, incarnation, lines) -> {};
    private final AtomicBoolean outputListenerFailed = new AtomicBoolean();
    private volatile Snapshot snapshot = new Snapshot(List.of());

    private static final class Entry {
        MemberSpec spec;
        Lifecycle lifecycle;

        @Nullable MemberProcess process;

        Entry(MemberSpec spec) {
            this.spec = spec;
            this.lifecycle = Lifecycle.of(spec.id());
        }
    }

    /**
     * @param mailbox runs tasks one at a time, in order, on one permanent thread
     * @param runId unique to this run of the cluster; the first part of every cookie
     * @param problems is told what goes wrong that concerns no member
     */
    SupervisorLoop(
            ProcessLauncher launcher, Scheduler scheduler, Executor mailbox, String runId, Consumer<String> problems) {
        this.launcher = launcher;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.runId = runId;
        this.problems = problems;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    void listen(MemberListener listener) {
        listeners.add(listener);
    }

    /** The pids of the member's processes, those of its last start; empty before its first. */
    Set<Long> pids(MemberId id) {
        MemberProcess process = processes.get(id);
        return process == null ? Set.of() : process.pids();
    }

    void listenToOutput(OutputListener listener) {
        outputListener = listener;
    }

    /** Returns when the member is in the snapshot; not to be called from a listener. */
    void add(MemberSpec spec) {
        CompletableFuture.runAsync(() -> addNow(spec), mailbox).join();
    }

    private void addNow(MemberSpec spec) {
        if (entries.putIfAbsent(spec.id(), new Entry(spec)) != null) {
            throw new IllegalStateException("there is a member " + spec.id() + " already");
        }
        removed.remove(spec.id());
        publish();
    }

    /** The next start is by this one. */
    void replace(MemberSpec spec) {
        execute(() -> entry(spec.id()).spec = spec);
    }

    /** Not where something of it may be alive. */
    void remove(MemberId id) {
        execute(() -> {
            MemberState state = entry(id).lifecycle.state();
            if (state.isAlive() || state == MemberState.BACKING_OFF) {
                throw new IllegalStateException(id + " is " + state.label() + " and cannot be removed");
            }
            entries.remove(id);
            processes.remove(id);
            removed.add(id);
            publish();
        });
    }

    void post(MemberId id, Input input) {
        execute(() -> {
            // A late timer of a member that was removed means nothing.
            if (!removed.contains(id)) {
                handle(entry(id), input);
            }
        });
    }

    /** Runs a task in turn; not at all when the supervisor is closed. */
    void execute(Runnable task) {
        try {
            mailbox.execute(task);
        } catch (RejectedExecutionException e) {
            // The supervisor is closed: nothing of any member is alive, and late timers and notices mean nothing.
            return;
        }
    }

    /** A line from the notice pipe; a cookie that is not of a current start is dropped. */
    void notice(String cookie, String word) {
        execute(() -> {
            Entry entry = entryOf(cookie);
            if (entry != null) {
                noticed(entry, word);
            }
        });
    }

    /** Whose current start has this cookie; null where nobody's has. */
    private @Nullable Entry entryOf(String cookie) {
        for (Entry entry : entries.values()) {
            MemberSnapshot view = entry.lifecycle.view();
            // The name first: hundreds of cookies need not be put together for each notice.
            if (cookie.startsWith(view.id().name(), runId.length() + 1)
                    && cookie.equals(cookie(view.id(), view.incarnation()))) {
                return entry;
            }
        }
        return null;
    }

    private void noticed(Entry entry, String word) {
        switch (word) {
            case "ready" -> tell(entry, MemberEvent.Kind.NOTICE_READY, null, Duration.ZERO);
            case "done" ->
                handle(
                        entry,
                        Input.of(Input.Type.HANDED_OVER, entry.lifecycle.view().incarnation()));
            default -> {
                // A member may say more in a later version; what is not known means nothing here.
            }
        }
    }

    private Entry entry(MemberId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("there is no member " + id);
        }
        return entry;
    }

    private void handle(Entry entry, Input input) {
        Lifecycle before = entry.lifecycle;
        Transition transition = MemberTransitions.next(before, input, entry.spec.restart(), scheduler.now());
        entry.lifecycle = transition.next();
        if (!before.equals(transition.next())) {
            snapshot = snapshot.with(transition.next().view());
        }
        Duration delay = delayOf(transition);
        for (Effect effect : transition.effects()) {
            carryOut(entry, effect, delay);
        }
    }

    private static Duration delayOf(Transition transition) {
        return transition.effects().stream()
                .map(Effect::delay)
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private void publish() {
        List<MemberSnapshot> views = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> views.add(entry.lifecycle.view()));
        snapshot = new Snapshot(views);
    }

    private void carryOut(Entry entry, Effect effect, Duration delay) {
        int incarnation = entry.lifecycle.view().incarnation();
        MemberProcess process = entry.process;
        switch (effect.type()) {
            case SPAWN -> spawn(entry, incarnation);
            case TERMINATE -> terminate(entry, process, incarnation);
            case KILL -> onProcess(process, MemberProcess::kill);
            case PAUSE -> onProcess(process, MemberProcess::pause);
            case RESUME -> onProcess(process, running -> running.signal(Signals.number("CONT")));
            case SIGNAL -> onProcess(process, running -> running.signal(effect.signal()));
            case RESTART_AFTER ->
                scheduler.after(
                        effect.delay(), () -> post(entry.spec.id(), Input.of(Input.Type.RESTART_DUE, incarnation)));
            case TELL -> {
                MemberEvent.Kind kind = effect.event();
                if (kind != null) {
                    tell(entry, kind, effect.cause(), delay);
                }
            }
        }
    }

    private static void onProcess(@Nullable MemberProcess process, Consumer<MemberProcess> what) {
        if (process != null) {
            what.accept(process);
        }
    }

    private void terminate(Entry entry, @Nullable MemberProcess process, int incarnation) {
        if (process == null) {
            return;
        }
        process.terminate(Signals.number(entry.spec.stop().signal()));
        scheduler.after(
                entry.spec.stop().grace(), () -> post(entry.spec.id(), Input.of(Input.Type.GRACE_OVER, incarnation)));
    }

    private void spawn(Entry entry, int incarnation) {
        entry.process = null;
        try {
            proceed(entry, incarnation, entry.spec.preparation().prepare(), 0);
        } catch (IOException e) {
            handle(entry, Input.spawnFailed(incarnation, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            handle(entry, Input.spawnFailed(incarnation, "the attempt to start it failed: " + e));
        }
    }

    /** Launches the step of this number, or after the last one the member itself. */
    private void proceed(Entry entry, int incarnation, MemberStart start, int number) {
        if (number == start.steps().size()) {
            boolean open = entry.spec.stdinOpen();
            Reports reports = new Reports(entry.spec.id(), incarnation);
            handle(entry, launched(entry, incarnation, start.command(), start.environment(), open, reports));
            return;
        }
        MemberStart.Step step = start.steps().get(number);
        tell(entry, MemberEvent.Kind.PREPARING, step.description(), Duration.ZERO);
        Runnable next = () -> proceed(entry, incarnation, start, number + 1);
        Input input = launched(
                entry, incarnation, step.command(), Map.of(), false, new StepReports(entry, incarnation, step, next));
        if (input.type() == Input.Type.SPAWN_FAILED) {
            handle(entry, Input.spawnFailed(incarnation, step.description() + ": " + input.text()));
        }
    }

    private Input launched(
            Entry entry,
            int incarnation,
            List<String> command,
            Map<String, String> environment,
            boolean stdinOpen,
            ProcessListener reports) {
        MemberId id = entry.spec.id();
        entry.process = null;
        try {
            LaunchRequest request = new LaunchRequest(
                    entry.spec, command, environment, stdinOpen, incarnation, cookie(id, incarnation));
            MemberProcess process = launcher.launch(request, reports);
            entry.process = process;
            processes.put(id, process);
            return Input.spawned(incarnation, process.pid());
        } catch (LaunchException e) {
            return Input.spawnFailed(incarnation, e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it was: the member must not stay in a state that nothing ends.
            return Input.spawnFailed(incarnation, "the attempt to start it failed: " + e);
        }
    }

    String cookie(MemberId id, int incarnation) {
        return runId + "/" + id + "/" + incarnation;
    }

    private void tell(Entry entry, MemberEvent.Kind kind, @Nullable String cause, Duration delay) {
        MemberEvent event = new MemberEvent(kind, scheduler.now(), entry.lifecycle.view(), cause, delay);
        listeners.forEach(listener -> tellOne(listener, event));
    }

    /** A listener that throws must cost nobody else the event, and no process its signal. */
    private void tellOne(MemberListener listener, MemberEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            problems.accept("a listener failed at " + event.kind().label() + " of "
                    + event.member().id() + ": " + e);
        }
    }

    private void tellOutput(MemberId id, int incarnation, ByteBuffer lines) {
        try {
            outputListener.onOutput(id, incarnation, lines);
        } catch (RuntimeException e) {
            // It must not reach the thread that reads what all members write. Once is enough to tell.
            if (outputListenerFailed.compareAndSet(false, true)) {
                problems.accept("the output listener failed at what " + id + " wrote: " + e);
            }
        }
    }

    /** What one process reports, turned into inputs of its incarnation. */
    private class Reports implements ProcessListener {
        final MemberId id;
        final int incarnation;

        Reports(MemberId id, int incarnation) {
            this.id = id;
            this.incarnation = incarnation;
        }

        @Override
        public void exited(MemberExit exit) {
            post(id, Input.exited(incarnation, exit));
        }

        @Override
        public void gone() {
            post(id, Input.of(Input.Type.GONE, incarnation));
        }

        @Override
        public void stillAlive(String what) {
            execute(() -> tell(entry(id), MemberEvent.Kind.STILL_ALIVE, what, Duration.ZERO));
        }

        @Override
        public void wrote(ByteBuffer lines) {
            tellOutput(id, incarnation, lines);
        }

        @Override
        public void logFailed(String why) {
            execute(() -> tell(entry(id), MemberEvent.Kind.LOG_FAILED, why, Duration.ZERO));
        }
    }

    /**
     * What a step reports. While nobody has asked the member to stop, a good end leads on to the next step, once nothing
     * of this one is alive; in all other cases its end is the member's.
     */
    private final class StepReports extends Reports {
        private final Entry entry;
        private final MemberStart.Step step;
        private final Runnable next;
        private boolean succeeded;

        StepReports(Entry entry, int incarnation, MemberStart.Step step, Runnable next) {
            super(entry.spec.id(), incarnation);
            this.entry = entry;
            this.step = step;
            this.next = next;
        }

        @Override
        public void exited(MemberExit exit) {
            execute(() -> ended(exit));
        }

        private void ended(MemberExit exit) {
            if (!isWanted()) {
                handle(entry, Input.exited(incarnation, exit));
            } else if (exit.status().isCode(0)) {
                succeeded = finish(exit);
                sweep();
            } else {
                fail(exit, "ended with " + exit.status().describe());
            }
        }

        private boolean finish(MemberExit exit) {
            try {
                step.done().run();
                return true;
            } catch (RuntimeException e) {
                fail(exit, "cannot be noted as done: " + e.getMessage());
                return false;
            }
        }

        private void fail(MemberExit exit, String how) {
            handle(entry, Input.stepFailed(incarnation, exit, step.description() + " " + how));
        }

        private void sweep() {
            MemberProcess process = entry.process;
            if (process != null) {
                process.kill();
            }
        }

        @Override
        public void gone() {
            execute(() -> {
                if (succeeded && isWanted()) {
                    next.run();
                } else {
                    handle(entry, Input.of(Input.Type.GONE, incarnation));
                }
            });
        }

        private boolean isWanted() {
            MemberSnapshot view = entry.lifecycle.view();
            return view.incarnation() == incarnation && view.state() == MemberState.STARTING;
        }

        /** Under no start: what a step writes says nothing of the member's readiness. */
        @Override
        public void wrote(ByteBuffer lines) {
            tellOutput(id, 0, lines);
        }
    }
}
