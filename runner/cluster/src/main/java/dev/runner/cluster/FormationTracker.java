package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.readiness.ReadinessWait;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the members see each other: by a second probe of each, once all of them are ready. When one has
 * gone and come back, those whose probe can be asked again are asked again, because what they saw is over; a log line
 * holds for as long as the process that wrote it, and until the members of the cluster change: then only a later one
 * counts. Except {@link #wrote}, {@link #hasFormed} and {@link #status}, all is called on the supervisor's thread.
 */
final class FormationTracker {
    private volatile List<PlannedMember> members = List.of();
    private final Supervisor supervisor;
    private final ReadinessTracker readiness;
    private final MemberProbes.Listener listener;
    private final Set<MemberId> formed = ConcurrentHashMap.newKeySet();
    private final Map<MemberId, ReadinessWait> asking = new ConcurrentHashMap<>();
    private volatile Map<MemberId, LogLineProbe> lines = Map.of();
    /** The names of all members that {@link #lines} are about. */
    private Set<String> names = Set.of();

    private @Nullable Before before;
    /** Whose time was over and has been told so: once is enough. */
    private final Set<MemberId> late = new HashSet<>();

    private long probingSinceNanos;
    private boolean told;

    FormationTracker(Supervisor supervisor, ReadinessTracker readiness, MemberProbes.Listener listener) {
        this.supervisor = supervisor;
        this.readiness = readiness;
        this.listener = listener;
    }

    /** What was so before the members changed, should they not change after all. */
    private record Before(
            List<PlannedMember> members, Map<MemberId, LogLineProbe> lines, Set<String> names, Set<MemberId> formed) {}

    /**
     * The members that are expected to see each other. Where they are others than before, nothing counts that was said
     * before this call.
     *
     * @param all of the cluster; known ones may be among them
     */
    void expect(List<PlannedMember> all) {
        Set<String> others = names(all);
        if (others.equals(names)) {
            members = withProbe(all);
            askAgain();
            return;
        }
        before = new Before(members, lines, names, Set.copyOf(formed));
        expect(withProbe(all), newLines(withProbe(all)), others, Set.of());
    }

    /**
     * The members have not changed after all: what had been said before {@link #expect} holds. Has no effect as long as
     * they are still others than then.
     */
    void expectAsBefore(List<PlannedMember> all) {
        Before last = before;
        if (last != null && last.names().equals(names(all))) {
            expect(last.members(), last.lines(), last.names(), last.formed());
            before = null;
        }
    }

    private void expect(
            List<PlannedMember> all, Map<MemberId, LogLineProbe> newLines, Set<String> newNames, Set<MemberId> have) {
        asking.values().forEach(ReadinessWait::cancel);
        asking.clear();
        members = all;
        lines = newLines;
        names = newNames;
        formed.clear();
        formed.addAll(have);
        askAgain();
    }

    private static Set<String> names(List<PlannedMember> members) {
        return members.stream().map(PlannedMember::name).collect(Collectors.toSet());
    }

    private static List<PlannedMember> withProbe(List<PlannedMember> all) {
        return all.stream().filter(member -> member.formed() != null).toList();
    }

    private Map<MemberId, LogLineProbe> newLines(List<PlannedMember> members) {
        Map<MemberId, LogLineProbe> lines = new HashMap<>();
        for (PlannedMember member : members) {
            if (rule(member).probe() instanceof Probe.Log log) {
                lines.put(id(member), readiness.lineProbe(log));
            }
        }
        return Map.copyOf(lines);
    }

    /** Whether that is asked for at all. */
    boolean isWanted() {
        return !members.isEmpty();
    }

    /** Whether it is so for one member; null where its probe is not asked for. */
    @Nullable Boolean hasFormed(PlannedMember member) {
        return member.formed() == null ? null : formed.contains(id(member));
    }

    /** Whether it is so for all; null where no member has a probe for that. */
    @Nullable Boolean hasFormed() {
        return isWanted() ? members.stream().allMatch(member -> formed.contains(id(member))) : null;
    }

    /** What a member's probe has seen; null where it is not asked now. */
    @Nullable ProbeStatus status(MemberId member) {
        ReadinessWait asked = asking.get(member);
        return asked == null ? null : asked.status();
    }

    void wrote(MemberId member, int incarnation, ByteBuffer output) {
        LogLineProbe probe = lines.get(member);
        if (probe != null) {
            probe.wrote(incarnation, output);
        }
    }

    void spawned(MemberSnapshot snapshot) {
        if (lines.containsKey(snapshot.id())) {
            members.stream()
                    .filter(member -> id(member).equals(snapshot.id()))
                    .forEach(member -> ask(member, snapshot));
        }
    }

    /** A member has ended, or is to: what the others see of the cluster is no longer so. */
    void ended(MemberId member) {
        ReadinessWait given = asking.remove(member);
        if (given != null) {
            given.cancel();
        }
        if (isWanted()) {
            formed.remove(member);
            askAgain();
        }
    }

    /** Nobody sees a paused member either; but a line that it wrote still holds, and the one awaited may yet come. */
    void paused(MemberId member) {
        if (!lines.containsKey(member)) {
            ended(member);
        } else {
            askAgain();
        }
    }

    /** But not those who have said it by a log line. */
    private void askAgain() {
        formed.retainAll(lines.keySet());
        told = false;
        probingSinceNanos = 0;
        late.clear();
    }

    /** To be called whenever something has changed while all members are ready. */
    void look() {
        supervisor.assertOnSupervisorThread();
        if (!isWanted() || told) {
            return;
        }
        if (probingSinceNanos == 0) {
            probingSinceNanos = System.nanoTime();
        }
        for (PlannedMember member : members) {
            if (!formed.contains(id(member)) && !asking.containsKey(id(member))) {
                supervisor
                        .snapshot()
                        .member(id(member))
                        .filter(now -> now.state() == LifecycleState.READY)
                        .ifPresent(now -> ask(member, now));
            }
        }
        if (Boolean.TRUE.equals(hasFormed())) {
            told = true;
            listener.formed(Duration.ofNanos(System.nanoTime() - probingSinceNanos));
        }
    }

    private void ask(PlannedMember member, MemberSnapshot snapshot) {
        ReadinessWait asked = readiness.watch(member, snapshot, rule(member));
        asking.put(snapshot.id(), asked);
        var unused = asked.outcome()
                .thenAccept(outcome -> supervisor.execute(() -> answered(member, snapshot, asked, outcome)));
        LogLineProbe probe = lines.get(snapshot.id());
        if (probe != null) {
            probe.follow(snapshot.incarnation(), asked::line);
        }
    }

    /** Dropped where something has changed since. */
    private void answered(
            PlannedMember member, MemberSnapshot snapshot, ReadinessWait asked, ReadinessOutcome outcome) {
        if (!asking.remove(snapshot.id(), asked)) {
            return;
        }
        if (outcome.ready()) {
            // While somebody is away, an answer is about a cluster that is no more; it is asked again later.
            if (probingSinceNanos != 0 || lines.containsKey(snapshot.id())) {
                formed.add(snapshot.id());
            }
        } else {
            ask(member, snapshot);
            if (late.add(snapshot.id())) {
                listener.notFormedInTime(member, outcome);
            }
        }
        if (probingSinceNanos != 0) {
            look();
        }
    }

    private static ReadinessRule rule(PlannedMember member) {
        ReadinessRule rule = member.formed();
        if (rule == null) {
            throw new IllegalArgumentException(member + " has no such probe");
        }
        return rule;
    }

    private static MemberId id(PlannedMember member) {
        return new MemberId(member.name());
    }
}
