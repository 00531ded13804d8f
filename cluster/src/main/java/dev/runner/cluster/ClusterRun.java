package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Snapshot;
import dev.runner.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * What happens between the start of a cluster and its end: each event of a member is written to the timeline, told to the
 * listeners, and may start others, make the cluster ready, fail it, or end it.
 *
 * <p>All of that, and every request, is carried out on the supervisor's thread, one after the other: nothing is decided
 * by a state that another thread is about to change.
 */
final class ClusterRun implements AutoCloseable {
    /** When the supervision has failed, the ends of members may not be heard of. */
    private static final Duration UNTIL_THE_END_AFTER_ERROR = Duration.ofSeconds(10);

    private volatile ClusterPlan plan;
    private final ClusterOptions options;
    private final Supervisor supervisor;
    private final ClusterTimeline timeline;
    private final Function<String, Path> logs;
    private volatile StartOrder order;
    private final ScheduledExecutorService timer;
    private final ReadinessTracker readiness;
    private final Formation formation;
    private final SetupRun setup;
    private final MemberWaits waits = new MemberWaits();
    private final MemberRequests requests;
    private final ClusterListeners listeners;
    private final AtomicReference<ClusterFacts> facts = new AtomicReference<>(ClusterFacts.NONE);
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    /** Whom the cluster itself has asked; a request takes its turn, and asking again at every event would be a flood. */
    private final Set<String> startsAsked = new HashSet<>();

    private final Set<String> stopsAsked = new HashSet<>();
    /** Whether some may not have been asked: asked at each event, and a look through hundreds of names otherwise. */
    private boolean someToStart = true;

    private final Set<String> removed = new HashSet<>();
    private final Set<String> expectedFailures = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile Runnable outputListener = () -> {};
    private volatile long startedNanos;

    ClusterRun(
            ClusterPlan plan,
            ClusterOptions options,
            Supervisor supervisor,
            Timeline timeline,
            Function<String, Path> logs) {
        this.plan = plan;
        this.options = options;
        this.supervisor = supervisor;
        this.timeline = new ClusterTimeline(timeline);
        this.logs = logs;
        this.order = new StartOrder(plan.members());
        this.listeners = new ClusterListeners(this.timeline::problem, this::broken);
        this.requests = new MemberRequests(supervisor, waits, this::isEnding);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "cluster-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.readiness = new ReadinessTracker(supervisor, timer, this::notReadyInTime);
        plan.members().forEach(readiness::expect);
        this.formation = new Formation(supervisor, readiness, new FormationNews());
        formation.expect(plan.members());
        this.setup = new SetupRun(plan.setup(), supervisor, logs.apply(ClusterPlan.SETUP));
        supervisor.listen(this::onMember);
        supervisor.listenToOutput(this::onOutput);
    }

    void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    void onOutput(Runnable listener) {
        outputListener = listener;
    }

    MemberRequests requests() {
        return requests;
    }

    CompletableFuture<Outcome> ended() {
        return ended;
    }

    ClusterStatus status() {
        ClusterPlan current = plan;
        ClusterMoment now = now();
        List<MemberStatus> members = current.members().stream()
                .flatMap(member -> now.members().member(new MemberId(member.name())).stream()
                        .map(snapshot -> new MemberStatus(member, snapshot, formation.hasFormed(member))))
                .toList();
        return new ClusterStatus(
                current, state(now), members, formation.hasFormed(), now.facts().fatal());
    }

    ClusterState state() {
        return state(now());
    }

    private ClusterState state(ClusterMoment now) {
        ClusterState state = now.state();
        return state == ClusterState.READY && setup.isAwaited() ? ClusterState.STARTING : state;
    }

    /** How many members are ready. */
    int countReady() {
        int ready = 0;
        for (MemberSnapshot member : supervisor.snapshot().members()) {
            ready += member.state() == MemberState.READY ? 1 : 0;
        }
        return ready;
    }

    ClusterPlan plan() {
        return plan;
    }

    boolean isEnding() {
        return now().isEnding() || facts().ended();
    }

    /**
     * Goes on with more members, which the supervisor has been told of; those that may start do.
     *
     * @return completes when they run, those that wait for others at once
     */
    List<CompletableFuture<MemberSnapshot>> grow(ClusterPlan larger, List<PlannedMember> added) {
        supervisor.execute(() -> {
            plan = removed.stream().reduce(larger, ClusterPlan::without, (a, b) -> b);
            order = new StartOrder(plan.members());
            someToStart = true;
            formation.expect(plan.members());
            for (PlannedMember member : added) {
                readiness.expect(member);
                timeline.memberChanged("member_added", member.name(), "runner add");
                listeners.tell(listener -> listener.onAdded(member));
            }
            goOn();
        });
        return added.stream().map(this::begun).toList();
    }

    private CompletableFuture<MemberSnapshot> begun(PlannedMember member) {
        MemberWaits.Wait wait = waits.open(new MemberId(member.name()));
        supervisor.execute(() -> waits.await(wait, this::isBegun, supervisor.snapshot()));
        return wait.future();
    }

    private boolean isBegun(MemberSnapshot member) {
        boolean waitsForOthers = member.state() == MemberState.PENDING
                && !now().toStart().contains(member.id().name());
        return MemberRequests.isStarted(member) || waitsForOthers;
    }

    /** Takes out a member that has been stopped; completes with what it was at last. */
    CompletableFuture<MemberSnapshot> remove(MemberId id) {
        CompletableFuture<MemberSnapshot> done = new CompletableFuture<>();
        supervisor.execute(() -> {
            MemberSnapshot last = supervisor.snapshot().member(id).orElse(null);
            if (last == null || !ClusterMoment.hasEnded(last)) {
                done.completeExceptionally(new IllegalStateException(id + " was removed or started again meanwhile"));
                return;
            }
            removed.add(id.name());
            plan = plan.without(id.name());
            order = new StartOrder(plan.members());
            formation.expect(plan.members());
            supervisor.remove(id);
            supervisor.execute(() -> {
                timeline.memberChanged("member_removed", id.name(), "runner remove");
                listeners.tell(listener -> listener.onRemoved(id.name()));
                waits.look(supervisor.snapshot());
                goOn();
                done.completeAsync(() -> last);
            });
        });
        return done;
    }

    void prepared(Set<Long> leftovers) {
        if (!leftovers.isEmpty()) {
            timeline.cluster("leftovers_swept", Map.of("pids", leftovers));
        }
    }

    void expectFailure(MemberId id) {
        expectedFailures.add(id.name());
    }

    void expectNoFailure() {
        expectedFailures.clear();
    }

    void problem(String problem) {
        supervisor.execute(() -> listeners.tellProblem(problem));
    }

    /** An {@link Error} on the supervisor's thread: whatever it was doing is lost, so that nothing but the end is left. */
    void broken(Error error) {
        if (broken.compareAndSet(false, true)) {
            // First of all: whatever else fails because of it, somebody waits for the end.
            var unused =
                    timer.schedule(this::endWithoutNews, UNTIL_THE_END_AFTER_ERROR.toMillis(), TimeUnit.MILLISECONDS);
            supervisor.execute(() -> breakDown(error));
        }
    }

    private void breakDown(Error error) {
        FatalError fatal = FatalError.ofSupervision(error, options.directory().resolve(ClusterDirectory.TIMELINE));
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        timeline.problem(trace.toString());
        if (facts().fatal() == null) {
            facts.updateAndGet(before -> before.failedBy(fatal));
            timeline.fatal(fatal);
            listeners.tell(listener -> listener.onFatal(fatal));
        } else {
            listeners.tellProblem(fatal.headline());
        }
        kill("the supervision failed");
    }

    /** What of the members is still alive is killed by {@link #close}, and at the latest by the guardian. */
    private void endWithoutNews() {
        try {
            end();
        } finally {
            ended.complete(Outcome.FAILED);
        }
    }

    void start() {
        startedNanos = System.nanoTime();
        supervisor.execute(() -> {
            if (!now().isEnding()) {
                timeline.starting(plan);
                goOn();
            }
        });
        Duration timeout = options.timeout();
        if (timeout != null) {
            limit(timeout);
        }
    }

    private void limit(Duration timeout) {
        var unused = timer.schedule(
                () -> supervisor.execute(() -> notReadyInTime(timeout)), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop(String purpose) {
        supervisor.execute(() -> {
            if (facts().stopPurpose() == null) {
                timeline.cluster("cluster_stopping", Map.of("cause", purpose));
            }
            facts.updateAndGet(before -> before.stoppedFor(purpose));
            giveUpRestarts();
            goOn();
        });
    }

    /** Members that somebody restarts just now are on their way out anyway: they only must not come back. */
    private void giveUpRestarts() {
        supervisor.snapshot().members().stream()
                .filter(member -> member.state() == MemberState.STOPPING)
                .forEach(member -> supervisor.stop(member.id(), purposeOfStop()));
    }

    void kill(String purpose) {
        supervisor.execute(() -> {
            timeline.cluster("cluster_killing", Map.of("cause", purpose));
            facts.updateAndGet(before -> before.stoppedFor(purpose));
            setup.kill(purpose);
            plan.members().forEach(member -> supervisor.kill(new MemberId(member.name()), purpose));
            goOn();
        });
    }

    private void onOutput(MemberId id, int incarnation, ByteBuffer lines) {
        readiness.wrote(id, incarnation, lines.duplicate());
        formation.wrote(id, incarnation, lines);
        outputListener.run();
    }

    private void onMember(MemberEvent event) {
        if (SetupRun.isAbout(event.member())) {
            onSetup(event);
            return;
        }
        timeline.member(event);
        MemberSnapshot member = event.member();
        boolean endedUnready = false;
        switch (event.kind()) {
            case SPAWNED -> {
                readiness.spawned(planned(member.id()), member);
                formation.spawned(planned(member.id()), member);
            }
            case NOTICE_READY -> readiness.noticed(member.id());
            case READY -> noteReady(member.id());
            case PAUSED -> {
                readiness.paused(planned(member.id()), member.id());
                formation.paused(member.id());
            }
            case RESUMED -> readiness.resumed(planned(member.id()), member);
            case EXITED -> {
                endedUnready = member.purpose() == null && readiness.isAwaited(planned(member.id()), member.id());
                readiness.ended(member.id());
                formation.ended(member.id());
            }
            case RESTART_REQUESTED, CRASHED, STOPPING, KILLING -> {
                readiness.ended(member.id());
                formation.ended(member.id());
            }
            case PREPARING, BACKING_OFF, STOPPED, FAILED, STILL_ALIVE, LOG_FAILED, SIGNALLED -> {
                // What they lead to is the same for all kinds, below.
            }
        }
        listeners.tell(listener -> listener.onMember(event));
        if (event.kind() == MemberEvent.Kind.CRASHED) {
            if (member.byHand().exitCode() != null) {
                expectFailure(member.id());
            }
            fail(FatalError.crashed(
                    planned(member.id()), event, logs.apply(member.id().name())));
        } else if (endedUnready) {
            fail(FatalError.endedUnready(
                    planned(member.id()), event, logs.apply(member.id().name())));
        }
        waits.look(supervisor.snapshot());
        goOn();
    }

    private void noteReady(MemberId id) {
        try {
            new MemberPreparation(planned(id), options.debugging()).ready();
        } catch (IOException e) {
            listeners.tellProblem("that " + id + " was ready cannot be noted: " + e.getMessage());
        }
    }

    private void onSetup(MemberEvent event) {
        switch (event.kind()) {
            case PREPARING -> {
                String command = String.valueOf(event.cause());
                timeline.cluster("setup", Map.of("cause", command));
                listeners.tell(listener -> listener.onSetup(command));
            }
            case CRASHED -> fail(FatalError.setupFailed(event, logs.apply(ClusterPlan.SETUP)));
            case STILL_ALIVE, LOG_FAILED -> listeners.tellProblem("setup: " + event.cause());
            default -> {
                // What they lead to is the same for all kinds.
            }
        }
        goOn();
    }

    private void goOn() {
        ClusterMoment now = now();
        if (someToStart) {
            someToStart = !startsAsked.containsAll(order.names());
            now.toStart().stream().filter(startsAsked::add).forEach(name -> supervisor.start(new MemberId(name), null));
        }
        now.toStop().stream()
                .filter(stopsAsked::add)
                .forEach(name -> supervisor.stop(new MemberId(name), purposeOfStop()));
        if (now.isEnding()) {
            setup.kill(purposeOfStop());
        } else if (!now.facts().wasReady() && now.isReady()) {
            setUpOrBecomeReady();
        }
        if (facts().wasReady() && now.state() == ClusterState.READY) {
            formation.look();
        }
        if (hasComeToItsEnd()) {
            // In turn: somebody's request to start a member may be under way.
            supervisor.execute(() -> {
                if (hasComeToItsEnd()) {
                    end();
                }
            });
        }
    }

    private boolean hasComeToItsEnd() {
        return now().hasComeToItsEnd() && !setup.isAlive();
    }

    private void setUpOrBecomeReady() {
        if (setup.isAwaited()) {
            setup.begin();
        } else {
            becomeReady();
        }
    }

    private String purposeOfStop() {
        String purpose = facts().stopPurpose();
        return purpose != null ? purpose : "the cluster failed";
    }

    private void becomeReady() {
        facts.updateAndGet(ClusterFacts::ready);
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        timeline.cluster("cluster_ready", Map.of("tookMillis", took.toMillis()));
        listeners.tell(listener -> listener.onReady(took));
    }

    private void notReadyInTime(PlannedMember member, ReadinessOutcome outcome) {
        boolean paused = snapshot(supervisor.snapshot(), member).byHand().paused();
        // Who sits at a breakpoint takes longer than any time that a spec can know.
        if (!paused && options.debugging().endpoint(member).isEmpty()) {
            fail(FatalError.notReady(member, outcome.after(), outcome.detail(), logs.apply(member.name())));
            goOn();
        }
    }

    /**
     * The time for the whole cluster is over: the first member that is not ready is named. Where somebody holds a member
     * up, others may wait for it, so that the time begins anew.
     */
    private void notReadyInTime(Duration timeout) {
        ClusterMoment now = now();
        if (now.facts().wasReady() || now.isEnding()) {
            return;
        }
        if (now.isHeldUp() || somebodyWaitsForADebugger(now)) {
            limit(timeout);
            return;
        }
        if (setup.isAlive()) {
            fail(FatalError.setupNotDone(timeout, logs.apply(ClusterPlan.SETUP)));
            goOn();
            return;
        }
        now.firstAwaited().ifPresent(member -> {
            String seen = readiness.lastSeen(member.id());
            String detail = seen.isEmpty() ? "it is " + member.state().label() : seen;
            fail(FatalError.notReady(
                    planned(member.id()),
                    timeout,
                    detail,
                    logs.apply(member.id().name())));
            goOn();
        });
    }

    private boolean somebodyWaitsForADebugger(ClusterMoment now) {
        return now.members().members().stream()
                .filter(member -> member.state() == MemberState.STARTING)
                .anyMatch(member -> options.debugging().suspends(planned(member.id())));
    }

    private void fail(FatalError error) {
        if (now().isEnding() || facts().fatal() != null) {
            return;
        }
        if (expectedFailures.remove(error.member())) {
            facts.updateAndGet(before -> before.expecting(error.member()));
            timeline.memberChanged("failure_expected", error.member(), error.headline());
            return;
        }
        facts.updateAndGet(before -> before.failedBy(error));
        timeline.fatal(error);
        listeners.tell(listener -> listener.onFatal(error));
        if (!options.keepGoing()) {
            giveUpRestarts();
        }
    }

    private void end() {
        if (!facts.getAndUpdate(ClusterFacts::over).ended()) {
            Outcome outcome = now().outcome();
            timeline.ended(outcome);
            ended.completeAsync(() -> outcome);
        }
    }

    private ClusterFacts facts() {
        return Objects.requireNonNull(facts.get());
    }

    private ClusterMoment now() {
        return new ClusterMoment(order, options.keepGoing(), facts(), membersOnly(supervisor.snapshot()));
    }

    private Snapshot membersOnly(Snapshot all) {
        return plan.setup() == null
                ? all
                : new Snapshot(all.members().stream()
                        .filter(member -> !SetupRun.isAbout(member))
                        .toList());
    }

    private static MemberSnapshot snapshot(Snapshot members, PlannedMember member) {
        return members.member(new MemberId(member.name())).orElseThrow();
    }

    private PlannedMember planned(MemberId id) {
        return plan.member(id.name()).orElseThrow();
    }

    /** What is found out about the formation of the cluster. */
    private final class FormationNews implements Formation.Listener {
        @Override
        public void formed(Duration took) {
            timeline.cluster("cluster_formed", Map.of("tookMillis", took.toMillis()));
            listeners.tell(listener -> listener.onFormed(took));
        }

        @Override
        public void notFormedInTime(PlannedMember member, Duration after, String lastSeen) {
            listeners.tellProblem(member.name() + " has not formed a cluster with the others after "
                    + FatalError.inWords(after) + ": " + lastSeen);
        }
    }

    /** Kills what still runs. Whoever waits for anything hears of the end. */
    @Override
    public void close() {
        supervisor.execute(() -> facts.updateAndGet(before -> before.stoppedFor("close")));
        try {
            supervisor.close();
        } finally {
            readiness.close();
            timer.shutdownNow();
            waits.close();
            end();
        }
    }
}
