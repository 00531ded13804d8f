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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens between the start of a cluster and its end: each event of a member is written to the timeline, told to the
 * listeners, and may start others, make the cluster ready, fail it, or end it.
 */
final class ClusterRun {
    private final ClusterPlan plan;
    private final ClusterOptions options;
    private final Supervisor supervisor;
    private final ClusterTimeline timeline;
    private final Function<String, Path> logs;
    private final StartOrder order;
    private final ScheduledExecutorService timer;
    private final ReadinessTracker readiness;
    private final MemberWaits waits = new MemberWaits();
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable FatalError> fatal = new AtomicReference<>();
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private final AtomicBoolean endTold = new AtomicBoolean();
    private volatile Runnable outputListener = () -> {};
    private volatile @Nullable String stopPurpose;
    private volatile boolean wasReady;
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
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "cluster-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.readiness = new ReadinessTracker(supervisor, timer, this::notReadyInTime);
        supervisor.listen(this::onMember);
        supervisor.listenToOutput(this::onOutput);
    }

    void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    void onOutput(Runnable listener) {
        outputListener = listener;
    }

    private void onOutput(MemberId id, int incarnation, ByteBuffer lines) {
        readiness.wrote(id, incarnation, lines);
        outputListener.run();
    }

    void prepared(Set<Long> leftovers) {
        if (!leftovers.isEmpty()) {
            timeline.cluster("leftovers_swept", Map.of("pids", leftovers));
        }
    }

    void problem(String problem) {
        timeline.cluster("problem", Map.of("cause", problem));
        listeners.forEach(listener -> listener.onProblem(problem));
    }

    void start() {
        startedNanos = System.nanoTime();
        timeline.starting(plan);
        plan.members().forEach(readiness::expect);
        startWhoMay();
        Duration timeout = options.timeout();
        if (timeout != null) {
            var unused = timer.schedule(() -> notReadyInTime(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void stop(String purpose) {
        if (stopPurpose == null) {
            stopPurpose = purpose;
            timeline.cluster("cluster_stopping", Map.of("cause", purpose));
        }
        stopWhoMay();
        lookForTheEnd();
    }

    void kill(String purpose) {
        if (stopPurpose == null) {
            stopPurpose = purpose;
        }
        timeline.cluster("cluster_killing", Map.of("cause", purpose));
        plan.members().forEach(member -> supervisor.kill(new MemberId(member.name()), purpose));
        lookForTheEnd();
    }

    private void onMember(MemberEvent event) {
        timeline.member(event);
        MemberSnapshot member = event.member();
        switch (event.kind()) {
            case SPAWNED -> readiness.spawned(planned(member.id()), member);
            case NOTICE_READY -> readiness.noticed(member.id());
            case CRASHED -> crashed(event);
            case RESTART_REQUESTED, STOPPING, KILLING, EXITED -> readiness.ended(member.id());
            case READY, BACKING_OFF, STOPPED, FAILED, STILL_ALIVE, LOG_FAILED -> {
                // What they lead to is the same for all kinds, below.
            }
        }
        listeners.forEach(listener -> listener.onMember(event));
        waits.look(supervisor.snapshot());
        goOn();
    }

    private void goOn() {
        if (isEnding()) {
            stopWhoMay();
        } else {
            startWhoMay();
            becomeReady();
        }
        lookForTheEnd();
    }

    private void crashed(MemberEvent event) {
        MemberSnapshot member = event.member();
        readiness.ended(member.id());
        String how = Objects.requireNonNullElse(event.cause(), "failed");
        fail(FatalError.ended(
                planned(member.id()),
                how,
                member.lastExit(),
                logs.apply(member.id().name())));
    }

    private void notReadyInTime(PlannedMember member, ReadinessOutcome outcome) {
        fail(FatalError.notReady(member, outcome.after(), outcome.detail(), logs.apply(member.name())));
    }

    /** The time for the whole cluster is over: the first member that is not ready is named. */
    private void notReadyInTime(Duration timeout) {
        if (wasReady || isEnding()) {
            return;
        }
        plan.members().stream()
                .filter(member -> !isAwaitedNoMore(snapshot(member.name())))
                .findFirst()
                .ifPresent(member ->
                        fail(FatalError.notReady(member, timeout, lastSeen(member), logs.apply(member.name()))));
    }

    private String lastSeen(PlannedMember member) {
        String seen = readiness.lastSeen(new MemberId(member.name()));
        return seen.isEmpty() ? "it is " + snapshot(member.name()).state().label() : seen;
    }

    private void fail(FatalError error) {
        if (isEnding() || !fatal.compareAndSet(null, error)) {
            return;
        }
        timeline.fatal(error);
        listeners.forEach(listener -> listener.onFatal(error));
        if (!options.keepGoing()) {
            stopWhoMay();
        }
    }

    /** Whether everything is on its way out. */
    private boolean isEnding() {
        return stopPurpose != null || (fatal.get() != null && !options.keepGoing());
    }

    private void startWhoMay() {
        order.startable(states()).forEach(name -> supervisor.start(new MemberId(name), null));
    }

    private void stopWhoMay() {
        String purpose = stopPurpose != null ? stopPurpose : "the cluster failed";
        order.stoppable(states()).stream()
                .map(this::snapshot)
                .filter(member -> member.state() != MemberState.STOPPING)
                .forEach(member -> supervisor.stop(member.id(), purpose));
    }

    private Function<String, MemberState> states() {
        Map<String, MemberState> states = new HashMap<>();
        supervisor.snapshot().members().forEach(member -> states.put(member.id().name(), member.state()));
        return name -> states.getOrDefault(name, MemberState.PENDING);
    }

    private void becomeReady() {
        if (!wasReady && supervisor.snapshot().members().stream().allMatch(ClusterRun::isAwaitedNoMore)) {
            wasReady = true;
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            timeline.cluster("cluster_ready", Map.of("tookMillis", took.toMillis()));
            listeners.forEach(listener -> listener.onReady(took));
        }
    }

    private static boolean isAwaitedNoMore(MemberSnapshot member) {
        return member.state() == MemberState.READY || hasEnded(member);
    }

    static boolean hasEnded(MemberSnapshot member) {
        return StartOrder.hasEnded(member.state());
    }

    /** Whether a start later than the given one came to something: a process, or the news that there is none. */
    static boolean hasStartedAfter(int incarnation, MemberSnapshot member) {
        return member.incarnation() > incarnation && (member.pid() != 0 || hasEnded(member));
    }

    private void lookForTheEnd() {
        Snapshot snapshot = supervisor.snapshot();
        boolean allEnded = snapshot.members().stream().allMatch(ClusterRun::hasEnded);
        boolean byHand = snapshot.members().stream().anyMatch(member -> member.purpose() != null);
        if (allEnded && (isEnding() || !byHand)) {
            Outcome outcome = outcome();
            if (endTold.compareAndSet(false, true)) {
                timeline.ended(outcome);
                ended.completeAsync(() -> outcome);
            }
        }
    }

    private Outcome outcome() {
        FatalError error = fatal.get();
        if (error != null) {
            return error.notReadyInTime() ? Outcome.NOT_READY : Outcome.FAILED;
        }
        return stopPurpose != null ? Outcome.STOPPED : Outcome.FINISHED;
    }

    CompletableFuture<Outcome> ended() {
        return ended;
    }

    ClusterStatus status() {
        List<MemberStatus> members = plan.members().stream()
                .map(member -> new MemberStatus(member, snapshot(member.name())))
                .toList();
        return new ClusterStatus(plan, state(), members, fatal.get());
    }

    private ClusterState state() {
        if (fatal.get() != null && !options.keepGoing()) {
            return ClusterState.FAILED;
        }
        if (stopPurpose != null) {
            return ended.isDone() ? ClusterState.STOPPED : ClusterState.STOPPING;
        }
        if (ended.isDone()) {
            return fatal.get() == null ? ClusterState.STOPPED : ClusterState.FAILED;
        }
        if (fatal.get() == null && supervisor.snapshot().members().stream().allMatch(ClusterRun::isServing)) {
            return ClusterState.READY;
        }
        return wasReady || fatal.get() != null ? ClusterState.DEGRADED : ClusterState.STARTING;
    }

    private static boolean isServing(MemberSnapshot member) {
        boolean endedByItself = member.state() == MemberState.STOPPED && member.purpose() == null;
        return member.state() == MemberState.READY || endedByItself;
    }

    MemberSnapshot member(String name) {
        planned(new MemberId(name));
        return snapshot(name);
    }

    private MemberSnapshot snapshot(String name) {
        MemberId id = new MemberId(name);
        return supervisor
                .snapshot()
                .member(id)
                .orElseGet(() -> new MemberSnapshot(id, MemberState.PENDING, 0, 0, 0, null, null, null, null, null));
    }

    private PlannedMember planned(MemberId id) {
        return plan.member(id.name()).orElseThrow(() -> new IllegalArgumentException("there is no member " + id));
    }

    void refuseWhenEnding() {
        if (isEnding()) {
            throw new IllegalStateException("the cluster is being stopped");
        }
    }

    CompletableFuture<MemberSnapshot> request(String name, Consumer<MemberId> request, Predicate<MemberSnapshot> done) {
        MemberId id = member(name).id();
        CompletableFuture<MemberSnapshot> future = waits.add(id, done);
        request.accept(id);
        // A request that changes nothing causes no event: what holds already has to be seen here.
        waits.look(supervisor.snapshot());
        return future;
    }

    void close() {
        readiness.close();
        timer.shutdownNow();
    }
}
