package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.Cause;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import dev.runner.util.DurationFormat;
import dev.runner.util.FileFailure;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Controls one cluster from its start to its end: decides, at each event of a member and at each request, which
 * members start and stop, whether the cluster is ready, whether it has failed, and when it is over. What it decides
 * follows from {@link ClusterSnapshot}, which is pure.
 *
 * <p>Requests come from any thread; all decisions are made on the supervisor's thread, one after the other, so that
 * none is made by a state that another thread is about to change.
 */
final class ClusterController implements MemberProbes.Listener, AutoCloseable {
    /** After a failure of the supervision the ends of members may never be reported. */
    private static final Duration FORCED_END_DELAY = Duration.ofSeconds(10);

    private final ClusterOptions options;
    private final Supervisor supervisor;
    private final LockedClusterDirectory directory;
    private final ClusterStateHolder cluster;
    private final ClusterEventPublisher publisher;
    private final MemberStateWaiters waiters = new MemberStateWaiters();
    private final MemberOperations operations;
    private final DeferredRestarts restarts;
    private final MemberProbes probes;
    private final PendingReasons pending;
    private final SetupRunner setup;
    private final StartStopScheduler scheduler;
    private final CompletableFuture<ClusterOutcome> ended = new CompletableFuture<>();
    private final AtomicBoolean supervisionFailed = new AtomicBoolean();
    private final Set<String> expectedFailures = ConcurrentHashMap.newKeySet();
    private final HostJoins joins = new HostJoins();

    private volatile Runnable outputListener = () -> {};
    private volatile long startedNanos;

    ClusterController(
            ClusterPlan plan,
            ClusterOptions options,
            Supervisor supervisor,
            Timeline timeline,
            LockedClusterDirectory directory) {
        this.options = options;
        this.supervisor = supervisor;
        this.directory = directory;
        cluster = new ClusterStateHolder(plan, supervisor, options.keepGoing());
        publisher = new ClusterEventPublisher(timeline, this::supervisionFailed);
        restarts = new DeferredRestarts(supervisor, cluster);
        operations = new MemberOperations(supervisor, waiters, cluster, restarts);
        probes = new MemberProbes(supervisor, cluster, this, directory.probeOutputs());
        pending = new PendingReasons(supervisor, probes);
        setup = new SetupRunner(plan.setup(), supervisor, directory.log(ClusterPlan.SETUP));
        scheduler = new StartStopScheduler(supervisor, cluster);
        supervisor.listen(this::onMember);
        supervisor.listenToOutput(this::onOutput);
        supervisor.execute(() -> probes.expect(plan.members()));
    }

    void listen(ClusterListener listener) {
        publisher.listen(listener);
    }

    void onOutput(Runnable listener) {
        outputListener = listener;
    }

    MemberOperations operations() {
        return operations;
    }

    CompletableFuture<ClusterOutcome> ended() {
        return ended;
    }

    ClusterPlan plan() {
        return cluster.plan();
    }

    boolean isEnding() {
        return cluster.isEnding();
    }

    int countReady() {
        return cluster.countReady();
    }

    ClusterStatus status() {
        ClusterPlan plan = cluster.plan();
        ClusterSnapshot now = cluster.now();
        List<MemberStatus> members = plan.members().stream()
                .flatMap(member -> now.members().member(new MemberId(member.name())).stream()
                        .map(snapshot -> pending.status(member, snapshot, now)))
                .toList();
        Boolean formed = probes.formation().hasFormed();
        return new ClusterStatus(plan, state(now), members, formed, now.facts().fatal());
    }

    ClusterState state() {
        return state(cluster.now());
    }

    private ClusterState state(ClusterSnapshot now) {
        ClusterState state = now.state();
        return state == ClusterState.READY && setup.isAwaited() ? ClusterState.STARTING : state;
    }

    /** @param leftovers the processes of an earlier manager that were killed before this cluster */
    void prepared(Set<Long> leftovers) {
        if (!leftovers.isEmpty()) {
            publisher.swept(leftovers);
        }
    }

    void problem(String problem) {
        supervisor.execute(() -> publisher.problem(problem));
    }

    void start() {
        startedNanos = System.nanoTime();
        supervisor.execute(() -> {
            if (!cluster.now().isEnding()) {
                publisher.starting(cluster.plan());
                reconcile();
            }
        });
        Duration timeout = options.timeout();
        if (timeout != null) {
            limitStart(timeout);
        }
    }

    void stop(Action.Shutdown reason) {
        supervisor.execute(() -> {
            if (cluster.facts().shutdown() == null) {
                publisher.stopping(reason);
            }
            cluster.note(before -> before.shutDownFor(reason));
            joins.close();
            scheduler.cancelRestarts();
            reconcile();
        });
    }

    void kill(Action.Shutdown reason) {
        supervisor.execute(() -> {
            publisher.killing(reason);
            cluster.note(before -> before.shutDownFor(reason));
            joins.close();
            setup.kill(reason);
            cluster.plan().members().forEach(member -> supervisor.kill(new MemberId(member.name()), reason));
            reconcile();
        });
    }

    /** The next failure of the member does not fail the cluster; from any thread. */
    void expectFailure(MemberId id) {
        expectedFailures.add(id.name());
    }

    void expectNoFailure() {
        expectedFailures.clear();
    }

    /**
     * Takes in more members, which the supervisor knows already; those that may start do.
     *
     * @return completes when each of them is ready, or was a task that is done; fails with an IllegalStateException
     *     when one of them is not to be ready any more
     */
    CompletableFuture<List<MemberSnapshot>> grow(ClusterPlan larger, List<PlannedMember> added) {
        CompletableFuture<List<CompletableFuture<MemberSnapshot>>> begun = new CompletableFuture<>();
        supervisor.execute(() -> {
            begun.complete(joins.begin(added.stream().map(PlannedMember::name).toList()));
            takeOver(larger);
            scheduler.membersAdded();
            added.forEach(publisher::added);
            reconcile();
        });
        return begun.thenCompose(ClusterController::allOrFirstFailure);
    }

    /** Fails as soon as one of them does: the others may wait for that one. */
    private static <T> CompletableFuture<List<T>> allOrFirstFailure(List<CompletableFuture<T>> futures) {
        CompletableFuture<List<T>> result = new CompletableFuture<>();
        for (CompletableFuture<T> each : futures) {
            var unused = each.exceptionally(problem -> {
                result.completeExceptionally(problem);
                throw new CompletionException(problem);
            });
        }
        var unused = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenAccept(all -> result.complete(
                        futures.stream().map(CompletableFuture::join).toList()));
        return result;
    }

    /** A member is about to leave: what the others say of the cluster from now on is about the one without it. */
    void leaving(ClusterPlan smaller) {
        supervisor.execute(() -> probes.formation().expect(smaller.members()));
    }

    /** It did not leave after all. */
    void stays() {
        supervisor.execute(() -> {
            probes.expectAsBefore(cluster.plan().members());
            reconcile();
        });
    }

    private void takeOver(ClusterPlan plan) {
        cluster.replan(plan);
        probes.expect(plan.members());
    }

    /** From now on this is the plan; it has the members that the supervisor knows. */
    void replan(ClusterPlan plan) {
        supervisor.execute(() -> {
            takeOver(plan);
            reconcile();
        });
    }

    /** Takes out a member that has been stopped; completes with its last snapshot. */
    CompletableFuture<MemberSnapshot> remove(MemberId id, ClusterPlan smaller) {
        return remove(id, () -> takeOver(smaller));
    }

    /** The same with one that was added and was never ready: what the others have said of each other still holds. */
    CompletableFuture<MemberSnapshot> withdraw(MemberId id, ClusterPlan smaller) {
        return remove(id, () -> {
            cluster.replan(smaller);
            probes.expectAsBefore(smaller.members());
        });
    }

    private CompletableFuture<MemberSnapshot> remove(MemberId id, Runnable replan) {
        CompletableFuture<MemberSnapshot> done = new CompletableFuture<>();
        supervisor.execute(() -> {
            MemberSnapshot last = supervisor.snapshot().member(id).orElse(null);
            if (last == null || !ClusterSnapshot.hasEnded(last)) {
                done.completeExceptionally(new IllegalStateException(id + " was removed or started again meanwhile"));
                return;
            }
            joins.withdrawn(id);
            replan.run();
            supervisor.remove(id);
            // After the supervisor has removed it, which is a task of its own.
            supervisor.execute(() -> {
                publisher.removed(id.name());
                waiters.look(supervisor.snapshot());
                reconcile();
                done.completeAsync(() -> last);
            });
        });
        return done;
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
        publisher.record(event);
        boolean endedUnready = probes.hasEndedUnready(event);
        probes.heard(event);
        if (event.kind() == MemberEvent.Kind.READY) {
            noteReady(event.member().id());
            joins.joined(event.member());
        }
        publisher.tell(event);
        if (event.kind() == MemberEvent.Kind.CRASHED) {
            crashed(event);
        } else if (endedUnready) {
            fail(ClusterFailure.endedUnready(event, log(event.member().id())));
        } else if (event.kind() == MemberEvent.Kind.STOPPED) {
            joins.ended(event.member());
        }
        waiters.look(supervisor.snapshot());
        reconcile();
    }

    private Path log(MemberId id) {
        return directory.log(id.name());
    }

    private void noteReady(MemberId id) {
        MemberPreparation preparation = new MemberPreparation(cluster.planned(id), options.debugging());
        if (preparation.notesReady()) {
            supervisor.workOnFiles(id, () -> {
                try {
                    preparation.noteReady();
                } catch (IOException e) {
                    problem("the readiness of " + id + " cannot be noted in its directory: " + FileFailure.reason(e));
                }
            });
        }
    }

    private void onSetup(MemberEvent event) {
        switch (event.kind()) {
            case PREPARING -> publisher.setupRuns(text(event.cause()));
            case CRASHED -> fail(ClusterFailure.setupFailed(event, log(SetupRunner.ID)));
            case STILL_ALIVE, LOG_FAILED -> publisher.problem("setup: " + text(event.cause()));
            default -> {
                // What they lead to is the same for all kinds.
            }
        }
        reconcile();
    }

    private static String text(@Nullable Cause cause) {
        return cause == null ? "" : cause.describe();
    }

    /** Does what follows from the facts and from the members' states as they are now. */
    private void reconcile() {
        ClusterSnapshot now = cluster.now();
        scheduler.requestNext(now);
        restarts.startNext(now);
        if (now.isEnding()) {
            setup.kill(now.shutdownReason());
        } else if (!now.facts().wasReady() && now.isReady()) {
            runSetupOrBecomeReady();
        }
        if (cluster.facts().wasReady() && now.state() == ClusterState.READY) {
            probes.formation().look();
        }
        if (isFinished()) {
            // A request to start a member may be in the mailbox: it is handled before this decides again.
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
            cluster.note(ClusterConditions::ready);
            publisher.ready(Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }

    /** An end that an operator chose is one that somebody expects. */
    private void crashed(MemberEvent event) {
        MemberId id = event.member().id();
        if (event.member().operatorActions().exitCode() != null) {
            expectFailure(id);
        }
        PlannedMember member = cluster.plan().member(id.name()).orElse(null);
        String hint = member == null
                ? null
                : WildcardSibling.hint(member, cluster.plan().members(), supervisor::pids);
        if (hint == null && event.exit() != null) {
            hint = LimitHint.of(event.exit().lastLines());
        }
        fail(ClusterFailure.crashed(event, hint, log(id)));
    }

    /** The first failure that nobody expected, and that is not a part of the cluster's end, is the cluster's. */
    private void fail(ClusterFailure failure) {
        if (cluster.now().isEnding() || cluster.facts().fatal() != null) {
            return;
        }
        if (expectedFailures.remove(failure.member())) {
            cluster.note(before -> before.expecting(failure.member()));
            publisher.expected(failure);
            return;
        }
        if (joins.failed(failure)) {
            cluster.note(before -> before.expecting(failure.member()));
            publisher.notAdded(failure);
            return;
        }
        declare(failure);
        if (!options.keepGoing()) {
            scheduler.cancelRestarts();
        }
    }

    private void declare(ClusterFailure failure) {
        cluster.note(before -> before.failedBy(failure));
        publisher.fatal(failure);
    }

    @Override
    public void notReadyInTime(PlannedMember member, ReadinessOutcome outcome) {
        MemberId id = new MemberId(member.name());
        boolean paused =
                supervisor.snapshot().member(id).orElseThrow().operatorActions().paused();
        // Who sits at a breakpoint takes longer than any time that a spec can know.
        if (!paused && options.debugging().endpoint(member).isEmpty()) {
            fail(ClusterFailure.notReady(id, outcome.after(), outcome.seen(), pending.lastLines(id), log(id)));
            reconcile();
        }
    }

    @Override
    public void formed(Duration took) {
        publisher.formed(took);
    }

    @Override
    public void notFormedInTime(PlannedMember member, ReadinessOutcome outcome) {
        String problem = member.name() + " has not formed a cluster with the others after "
                + DurationFormat.describe(outcome.after()) + ": " + outcome.detail();
        publisher.notFormed(member.name(), problem, outcome.seen());
        publisher.unformed(member);
    }

    /** From now on the whole cluster has this time to become ready. */
    private void limitStart(Duration timeout) {
        Runnable timedOut = () -> supervisor.execute(() -> startTimedOut(timeout));
        var unused = RunningClock.shared().after(timeout, timedOut, supervisor.timer());
    }

    /**
     * The time of the whole cluster is over: the first member that is not ready is named. While an operator holds up a
     * member, others may wait for it, so that the time begins anew.
     */
    private void startTimedOut(Duration timeout) {
        ClusterSnapshot now = cluster.now();
        if (now.facts().wasReady() || now.isEnding()) {
            return;
        }
        if (now.hasPausedMember() || isAnyWaitingForDebugger(now)) {
            limitStart(timeout);
        } else if (setup.isAlive()) {
            fail(ClusterFailure.setupNotDone(timeout, log(SetupRunner.ID)));
            reconcile();
        } else {
            now.firstUnreadyMember().ifPresent(member -> {
                fail(pending.notReady(cluster.planned(member.id()), member, now, timeout, log(member.id())));
                reconcile();
            });
        }
    }

    private boolean isAnyWaitingForDebugger(ClusterSnapshot now) {
        return now.members().members().stream()
                .filter(member -> member.state() == LifecycleState.STARTING)
                .anyMatch(member -> options.debugging().suspends(cluster.planned(member.id())));
    }

    /**
     * An {@link Error} on the supervisor's thread: whatever it was doing is lost, so that only the end is left. Called
     * on any thread; the first error counts.
     */
    void supervisionFailed(Error error) {
        if (supervisionFailed.compareAndSet(false, true)) {
            // First of all: whatever else fails because of the error, somebody waits for the end.
            var unused =
                    supervisor.timer().schedule(this::forceEnd, FORCED_END_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            supervisor.execute(() -> {
                StringWriter trace = new StringWriter();
                error.printStackTrace(new PrintWriter(trace));
                publisher.details(trace.toString());
                Path timeline = directory.path().resolve(LockedClusterDirectory.TIMELINE);
                ClusterFailure failure = ClusterFailure.ofSupervision(error, timeline);
                // Nobody can expect it, and a cluster that was on its way out has failed too.
                if (cluster.facts().fatal() == null) {
                    declare(failure);
                } else {
                    publisher.problem(failure.headline());
                }
                kill(Action.ShutdownReason.SUPERVISION_FAILED);
            });
        }
    }

    private void end() {
        if (cluster.end()) {
            ClusterOutcome outcome = cluster.now().outcome();
            publisher.ended(outcome);
            try {
                ended.completeAsync(() -> outcome);
            } catch (OutOfMemoryError e) {
                ended.complete(outcome); // there is no thread for it
            }
        }
    }

    /** Members that are still alive are killed by {@link #close}, and at the latest by the guardian. */
    private void forceEnd() {
        try {
            end();
        } finally {
            ended.complete(ClusterOutcome.FAILED);
        }
    }

    /** Kills what still runs. All waits end, those for members by an exception. */
    @Override
    public void close() {
        supervisor.execute(() -> {
            cluster.note(before -> before.shutDownFor(Action.ShutdownReason.CLOSE));
            joins.close();
        });
        try {
            supervisor.close();
        } finally {
            probes.close();
            waiters.close();
            end();
        }
    }
}
