package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.SupervisorSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who may start or stop next, by the {@code after} of the spec: a pure function of the states. */
final class StartOrder {
    private final List<PlannedMember> members;
    private final Set<String> names = new HashSet<>();

    StartOrder(List<PlannedMember> members) {
        this.members = List.copyOf(members);
        members.forEach(member -> names.add(member.name()));
    }

    /** All members, by name. */
    Set<String> names() {
        return names;
    }

    /** Pending members whose predecessors are all ready, or have ended by themselves as they should. */
    List<String> startable(SupervisorSnapshot snapshot) {
        Map<String, MemberSnapshot> now = byName(snapshot);
        return members.stream()
                .filter(member -> state(now, member.name()) == LifecycleState.PENDING)
                .filter(member -> after(member).allMatch(name -> now.containsKey(name) && isServed(now.get(name))))
                .map(PlannedMember::name)
                .toList();
    }

    /**
     * Whether one that this member is started after is on its way and not there yet. One that has failed, or that
     * somebody has stopped, is not waited for: whoever starts the member knows.
     */
    boolean isAwaitingPredecessor(String name, SupervisorSnapshot snapshot) {
        Map<String, MemberSnapshot> now = byName(snapshot);
        return members.stream()
                .filter(member -> member.name().equals(name))
                .flatMap(this::after)
                .anyMatch(other -> isComing(state(now, other)));
    }

    private static boolean isComing(LifecycleState state) {
        return switch (state) {
            case PENDING, STARTING, STOPPING, BACKING_OFF -> true;
            case READY, STOPPED, FAILED -> false;
        };
    }

    /** Nobody waits for a member that was removed. */
    private Stream<String> after(PlannedMember member) {
        return member.after().stream().filter(names::contains);
    }

    /** Whether it does what others wait for: it is ready, or was a task that has been done. */
    static boolean isServed(MemberSnapshot member) {
        boolean done = member.state() == LifecycleState.STOPPED && member.action() == null;
        return serves(member) || done;
    }

    /** Whether it is ready and not paused. */
    static boolean serves(MemberSnapshot member) {
        return member.state() == LifecycleState.READY
                && !member.operatorActions().paused();
    }

    /**
     * Members that are to be asked to end now: those that nobody who runs was started after, and those that do not run,
     * so that none of them begins to. Who has been asked already is not named again.
     */
    List<String> stoppable(SupervisorSnapshot snapshot) {
        Map<String, MemberSnapshot> now = byName(snapshot);
        Set<String> needed = new HashSet<>();
        members.stream()
                .filter(member -> state(now, member.name()).isAlive())
                .forEach(member -> needed.addAll(member.order().outlivedBy()));
        return members.stream()
                .map(PlannedMember::name)
                .filter(name -> mayStop(state(now, name), needed.contains(name)))
                .toList();
    }

    private static boolean mayStop(LifecycleState state, boolean needed) {
        return switch (state) {
            case PENDING, BACKING_OFF -> true;
            case STARTING, READY -> !needed;
            case STOPPING, STOPPED, FAILED -> false;
        };
    }

    /** Pending members that will never start by themselves, as one that they are started after has failed. */
    Set<String> blocked(SupervisorSnapshot snapshot) {
        Map<String, MemberSnapshot> now = byName(snapshot);
        Set<String> dead = new HashSet<>();
        now.values().stream()
                .filter(member -> member.state() == LifecycleState.FAILED)
                .forEach(member -> dead.add(member.id().name()));
        Set<String> blocked = new HashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (PlannedMember member : members) {
                if (state(now, member.name()) == LifecycleState.PENDING
                        && after(member).anyMatch(dead::contains)
                        && dead.add(member.name())) {
                    changed = blocked.add(member.name());
                }
            }
        }
        return blocked;
    }

    private static Map<String, MemberSnapshot> byName(SupervisorSnapshot snapshot) {
        Map<String, MemberSnapshot> now = new HashMap<>();
        snapshot.members().forEach(member -> now.put(member.id().name(), member));
        return now;
    }

    private static LifecycleState state(Map<String, MemberSnapshot> now, String name) {
        MemberSnapshot member = now.get(name);
        return member == null ? LifecycleState.PENDING : member.state();
    }
}
