package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ListenerOwnershipCheck;
import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.cluster.readiness.ReadinessProber;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.readiness.ReadinessTarget;
import dev.runner.cluster.readiness.ReadinessWait;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;
import dev.runner.loopback.PortOwner;
import dev.runner.loopback.UdpPorts;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import dev.runner.util.DaemonThreads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the readiness of each start of each member, from its spawn to its readiness or its end. Except {@link
 * #wrote}, everything is called on the supervisor's thread, and its listener is called there.
 */
final class ReadinessTracker implements AutoCloseable {
    private final Supervisor supervisor;
    private final ReadinessProber watch;
    private final MemberProbes.Listener listener;
    private final Executor patterns = DaemonThreads.asNeeded("patterns");
    private final Path probeOutputs;
    private final Map<MemberId, ReadinessWait> waiting = new ConcurrentHashMap<>();
    private final Map<MemberId, LogLineProbe> lineProbes = new ConcurrentHashMap<>();

    /** @param probeOutputs the directory for what the commands of probes print; need not exist */
    ReadinessTracker(Supervisor supervisor, MemberProbes.Listener listener, Path probeOutputs) {
        this.supervisor = supervisor;
        this.watch = new ReadinessProber(supervisor.timer());
        this.listener = listener;
        this.probeOutputs = probeOutputs;
    }

    /** To be called for every member before it is started for the first time; again: is about its next start. */
    void expect(PlannedMember member) {
        if (member.ready().probe() instanceof Probe.Log log) {
            lineProbes
                    .computeIfAbsent(new MemberId(member.name()), id -> lineProbe(log))
                    .expectNext(log.pattern());
        }
    }

    /** Its pattern is tried on threads of their own where it is slow. */
    LogLineProbe lineProbe(Probe.Log log) {
        return new LogLineProbe(log.pattern(), patterns);
    }

    void spawned(PlannedMember member, MemberSnapshot snapshot) {
        MemberId id = snapshot.id();
        ReadinessWait readiness = watch(member, snapshot, member.ready());
        waiting.put(id, readiness);
        var unused = readiness
                .outcome()
                .thenAccept(outcome -> supervisor.execute(() -> decided(member, snapshot, readiness, outcome)));
        LogLineProbe lines = lineProbes.get(id);
        if (lines != null) {
            lines.follow(snapshot.incarnation(), readiness::line);
        }
    }

    /** Begins to ask one start of a member by a probe. */
    ReadinessWait watch(PlannedMember member, MemberSnapshot snapshot, ReadinessRule rule) {
        return watch.watch(target(member, snapshot, rule));
    }

    /** A probe's command carries the cookie of the start that it asks about, so that it ends with it at the latest. */
    private ReadinessTarget target(PlannedMember member, MemberSnapshot snapshot, ReadinessRule rule) {
        MemberId id = snapshot.id();
        Map<String, String> environment = member.environment();
        environment.put("MULTIHOST_COOKIE", supervisor.cookie(id, snapshot.incarnation()));
        String output = member.name() + (rule.equals(member.ready()) ? ".ready" : ".formed");
        return new ReadinessTarget(
                rule, environment, member.directory(), probeOutputs.resolve(output), new ListenerOwnershipCheck() {
                    @Override
                    public ListenerStatus listensOn(Endpoint endpoint) {
                        return listens(id, endpoint);
                    }

                    @Override
                    public ListenerStatus hasBoundUdp(Endpoint endpoint) {
                        return UdpPorts.boundBy(endpoint, supervisor.pids(id));
                    }
                });
    }

    /** Dropped where the member has ended, or was asked to, since its probe answered. */
    private void decided(
            PlannedMember member, MemberSnapshot snapshot, ReadinessWait readiness, ReadinessOutcome outcome) {
        if (!readiness.equals(waiting.get(snapshot.id()))) {
            return;
        }
        if (outcome.ready()) {
            supervisor.ready(snapshot.id(), snapshot.incarnation());
        } else {
            // Where the cluster goes on without it, it may still become ready.
            spawned(member, snapshot);
            listener.notReadyInTime(member, outcome);
        }
    }

    /** It was paused. What a port of it answers now is the kernel's answer, so nothing is asked until it goes on. */
    void paused(PlannedMember member, MemberId id) {
        Probe probe = member.ready().probe();
        if (!(probe instanceof Probe.Notice || probe instanceof Probe.Log)) {
            ended(id);
        }
    }

    /** It goes on: its time begins anew. */
    void resumed(PlannedMember member, MemberSnapshot snapshot) {
        ended(snapshot.id());
        if (snapshot.state() == LifecycleState.STARTING) {
            spawned(member, snapshot);
        }
    }

    void noticed(MemberId id) {
        ReadinessWait readiness = waiting.get(id);
        if (readiness != null) {
            readiness.noticed();
        }
    }

    void wrote(MemberId id, int incarnation, ByteBuffer lines) {
        LogLineProbe probe = lineProbes.get(id);
        if (probe != null) {
            probe.wrote(incarnation, lines);
        }
    }

    /** It has ended, or is to end: its readiness is not awaited any more. */
    void ended(MemberId id) {
        ReadinessWait readiness = waiting.remove(id);
        if (readiness != null) {
            readiness.cancel();
        }
    }

    /**
     * Whether it runs, and its port, its HTTP answer or its line of log has not shown yet that it is ready. What only a
     * command or the member itself can tell may be so all the same.
     */
    boolean isAwaited(PlannedMember member, MemberId id) {
        ReadinessWait readiness = waiting.get(id);
        Probe probe = member.ready().probe();
        boolean seenFromOutside = probe instanceof Probe.Tcp
                || probe instanceof Probe.Udp
                || probe instanceof Probe.Http
                || probe instanceof Probe.Log;
        return seenFromOutside && readiness != null && !readiness.outcome().isDone();
    }

    /** What the member's probe has seen; null where its readiness is not awaited. From any thread. */
    @Nullable ProbeStatus status(MemberId id) {
        ReadinessWait readiness = waiting.get(id);
        return readiness == null ? null : readiness.status();
    }

    /** The leader is asked first, which is cheap; only if it is not its port, all of the member's processes are. */
    private ListenerStatus listens(MemberId id, Endpoint endpoint) {
        long leader = supervisor.snapshot().member(id).map(MemberSnapshot::pid).orElse(0L);
        ListenerStatus ofLeader = PortOwner.listensOn(endpoint, Set.of(leader));
        return ofLeader == ListenerStatus.NO ? PortOwner.listensOn(endpoint, supervisor.pids(id)) : ofLeader;
    }

    @Override
    public void close() {
        watch.close();
    }
}
