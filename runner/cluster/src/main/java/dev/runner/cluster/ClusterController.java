package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.Supervisor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * The course of a cluster, from its start to its end: each event of a member is told, and may start others, make the
 * cluster ready, fail it, or end it.
 *
 * <p>All of that, and every request, is carried out on the supervisor's thread, one after the other: nothing is decided
 * by a state that another thread is about to change. The same holds for the parts that it is made of.
 */
final class ClusterController implements AutoCloseable {
    private final ClusterOptions options;
    private final Supervisor supervisor;
    private final ClusterStateHolder cluster;
    private final ClusterEventPublisher news;
    private final ScheduledExecutorService timer;
    private final MemberStateWaiters waits = new MemberStateWaiters();
    private final MemberOperations requests;
    private final MemberProbes probes;
    private final SetupRunner setup;
    private final StartStopScheduler turns;
    private final ClusterMembership membership;
    private final ClusterFailureHandler failures;
    private final SupervisorFailureHandler breakdown;
    private final ReadinessTimeoutHandler timeouts;
    private final CompletableFuture<ClusterOutcome> ended = new CompletableFuture<>();
    private volatile Runnable outputListener = () -> {};
    private volatile long startedNanos;

    ClusterController(
            ClusterPlan plan,
            ClusterOptions options,
            Supervisor supervisor,
            Timeline timeline,
            Function<String, Path> logs) {
        this.options = options;
        this.supervisor = supervisor;
        cluster = new ClusterStateHolder(plan, supervisor, options.keepGoing());
        news = new ClusterEventPublisher(timeline, this::broken);
        requests = new MemberOperations(supervisor, waits, cluster::isEnding);
        timer = Executors.newSingleThreadScheduledExecutor(ClusterController::timerThread);
        probes = new MemberProbes(supervisor, timer, cluster, this::notReadyInTime, news);
        probes.expect(plan.members());
        setup = new SetupRunner(plan.setup(), supervisor, logs.apply(ClusterPlan.SETUP));
        turns = new StartStopScheduler(supervisor, cluster);
        membership = new ClusterMembership(supervisor, cluster, news, probes, turns, waits, this::reconcile);
        failures = new ClusterFailureHandler(cluster, news, turns, logs);
        Path traces = options.directory().resolve(LockedClusterDirectory.TIMELINE);
        breakdown = new SupervisorFailureHandler(supervisor, timer, news, failures, traces, this::kill, this::forceEnd);
        timeouts = new ReadinessTimeoutHandler(
                supervisor, timer, cluster, options.debugging(), setup, failures, probes::lastSeen, this::reconcile);
        supervisor.listen(this::onMember);
        supervisor.listenToOutput(this::onOutput);
    }

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "cluster-timer");
        thread.setDaemon(true);
        return thread;
    }

    void listen(ClusterListener listener) {
        news.listen(listener);
    }

    void onOutput(Runnable listener) {
        outputListener = listener;
    }

    ClusterStateHolder cluster() {
        return cluster;
    }

    ClusterPlan plan() {
        return cluster.plan();
    }

    MemberOperations requests() {
        return requests;
    }

    ClusterMembership membership() {
        return membership;
    }

    ClusterFailureHandler failures() {
        return failures;
    }

    CompletableFuture<ClusterOutcome> ended() {
        return ended;
    }

    ClusterStatus status() {
        ClusterPlan plan = cluster.plan();
        ClusterSnapshot now = cluster.now();
        FormationTracker formation = probes.formation();
        List<MemberStatus> members = plan.members().stream()
                .flatMap(member -> now.members().member(new MemberId(member.name())).stream()
                        .map(snapshot -> new MemberStatus(member, snapshot, formation.hasFormed(member))))
                .toList();
        return new ClusterStatus(
                plan, state(now), members, formation.hasFormed(), now.facts().fatal());
    }

    ClusterState state() {
        return state(cluster.now());
    }

    private ClusterState state(ClusterSnapshot now) {
        ClusterState state = now.state();
        return state == ClusterState.READY && setup.isAwaited() ? ClusterState.STARTING : state;
    }

    void prepared(Set<Long> leftovers) {
        if (!leftovers.isEmpty()) {
            news.swept(leftovers);
        }
    }

    void problem(String problem) {
        supervisor.execute(() -> news.problem(problem));
    }

    /** An {@link Error} on the supervisor's thread. */
    void broken(Error error) {
        breakdown.of(error);
    }

    void start() {
        startedNanos = System.nanoTime();
        supervisor.execute(() -> {
            if (!cluster.now().isEnding()) {
                news.starting(cluster.plan());
                reconcile();
            }
        });
        Duration timeout = options.timeout();
        if (timeout != null) {
            timeouts.limit(timeout);
        }
    }

    void stop(String purpose) {
        supervisor.execute(() -> {
            if (cluster.facts().stopPurpose() == null) {
                news.stopping(purpose);
            }
            cluster.note(before -> before.stoppedFor(purpose));
            turns.cancelRestarts();
            reconcile();
        });
    }

    void kill(String purpose) {
        supervisor.execute(() -> {
            news.killing(purpose);
            cluster.note(before -> before.stoppedFor(purpose));
            setup.kill(purpose);
            cluster.plan().members().forEach(member -> supervisor.kill(new MemberId(member.name()), purpose));
            reconcile();
        });
    }

    private void onOutput(MemberId id, int incarnation, ByteBuffer lines) {
        probes.wrote(id, incarnation, lines);
        outputListener.run();
    }

    private void onMember(MemberEvent event) {
        if (SetupRunner.isAbout(event.member())) {
            onSetup(event);
            return;
        }
        news.record(event);
        boolean endedUnready = probes.hasEndedUnready(event);
        probes.heard(event);
        if (event.kind() == MemberEvent.Kind.READY) {
            noteReady(event.member().id());
        }
        news.tell(event);
        if (event.kind() == MemberEvent.Kind.CRASHED) {
            failures.crashed(event);
        } else if (endedUnready) {
            failures.endedUnready(event);
        }
        waits.look(supervisor.snapshot());
        reconcile();
    }

    private void noteReady(MemberId id) {
        try {
            new MemberPreparation(cluster.planned(id), options.debugging()).ready();
        } catch (IOException e) {
            news.problem("that " + id + " was ready cannot be noted: " + e.getMessage());
        }
    }

    private void onSetup(MemberEvent event) {
        switch (event.kind()) {
            case PREPARING -> news.setupRuns(String.valueOf(event.cause()));
            case CRASHED -> failures.setupFailed(event);
            case STILL_ALIVE, LOG_FAILED -> news.problem("setup: " + event.cause());
            default -> {
                // What they lead to is the same for all kinds.
            }
        }
        reconcile();
    }

    private void notReadyInTime(PlannedMember member, ReadinessOutcome outcome) {
        timeouts.over(member, outcome);
    }

    /** Does what follows from the facts and from the members' states as they are now. */
    private void reconcile() {
        ClusterSnapshot now = cluster.now();
        turns.requestNext(now);
        if (now.isEnding()) {
            setup.kill(turns.stopPurposeOrFailure());
        } else if (!now.facts().wasReady() && now.isReady()) {
            runSetupOrBecomeReady();
        }
        if (cluster.facts().wasReady() && now.state() == ClusterState.READY) {
            probes.formation().look();
        }
        if (isFinished()) {
            // In turn: somebody's request to start a member may be under way.
            supervisor.execute(() -> {
                if (isFinished()) {
                    end();
                }
            });
        }
    }

    private boolean isFinished() {
        return cluster.now().isFinished() && !setup.isAlive();
    }

    private void runSetupOrBecomeReady() {
        if (setup.isAwaited()) {
            setup.begin();
        } else {
            becomeReady();
        }
    }

    private void becomeReady() {
        cluster.note(ClusterConditions::ready);
        news.ready(Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private void end() {
        if (!cluster.note(ClusterConditions::over).ended()) {
            ClusterOutcome outcome = cluster.now().outcome();
            news.ended(outcome);
            ended.completeAsync(() -> outcome);
        }
    }

    /** What of the members is still alive is killed by {@link #close}, and at the latest by the guardian. */
    private void forceEnd() {
        try {
            end();
        } finally {
            ended.complete(ClusterOutcome.FAILED);
        }
    }

    /** Kills what still runs. Whoever waits for anything hears of the end. */
    @Override
    public void close() {
        supervisor.execute(() -> cluster.note(before -> before.stoppedFor("close")));
        try {
            supervisor.close();
        } finally {
            probes.close();
            timer.shutdownNow();
            waits.close();
            end();
        }
    }
}
