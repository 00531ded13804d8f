package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberState;
import java.util.List;
import java.util.function.Function;

/** Who may start or stop next, by the {@code after} of the spec: a pure function of the states. */
final class StartOrder {
    private final List<PlannedMember> members;

    StartOrder(List<PlannedMember> members) {
        this.members = List.copyOf(members);
    }

    /** Pending members whose predecessors are all ready, or have ended by themselves as they should. */
    List<String> startable(Function<String, MemberState> states) {
        return members.stream()
                .filter(member -> states.apply(member.name()) == MemberState.PENDING)
                .filter(member -> member.after().stream().allMatch(name -> isServed(states.apply(name))))
                .map(PlannedMember::name)
                .toList();
    }

    private static boolean isServed(MemberState state) {
        return state == MemberState.READY || state == MemberState.STOPPED;
    }

    /** Members that have not ended and that nobody who has not ended was started after. */
    List<String> stoppable(Function<String, MemberState> states) {
        List<PlannedMember> left = members.stream()
                .filter(member -> !hasEnded(states.apply(member.name())))
                .toList();
        return left.stream()
                .map(PlannedMember::name)
                .filter(name -> left.stream().noneMatch(other -> other.after().contains(name)))
                .toList();
    }

    static boolean hasEnded(MemberState state) {
        return state == MemberState.STOPPED || state == MemberState.FAILED;
    }
}
