package dev.runner.supervisor.process;

import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All processes of one start of a member, found by {@link ProcessTreeScanner} and by its cgroup where it has one. */
final class MemberProcessTree {
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = Signals.number("STOP");
    private static final int SIGCONT = Signals.number("CONT");

    private final long leader;
    private final ProcessTreeScanner tree;
    private final @Nullable Cgroup cgroup;

    MemberProcessTree(ProcessTreeId mark, @Nullable Cgroup cgroup) {
        this.leader = mark.leader();
        this.tree = new ProcessTreeScanner(mark);
        this.cgroup = cgroup;
    }

    /** Those of the table's processes that are its own. By several threads: the reaper's and the supervisor's. */
    synchronized List<ProcessInfo> in(List<ProcessInfo> table) throws IOException {
        return tree.in(table);
    }

    /**
     * Whether the kernel itself knows all that belongs to it, so that nothing of it depends on when the table is read.
     */
    boolean hasControlGroup() {
        return cgroup != null;
    }

    /** Whether one of them is not in the control group itself: root, or a service manager, has moved it. */
    boolean hasEscapedCgroup(List<ProcessInfo> alive) {
        if (cgroup == null || alive.isEmpty()) {
            return false;
        }
        Set<Long> inGroup = cgroup.ownPids();
        return alive.stream().anyMatch(process -> !inGroup.contains(process.pid()));
    }

    boolean isGone(List<ProcessInfo> alive) {
        return alive.isEmpty() && (cgroup == null || !cgroup.isPopulated());
    }

    /** To the whole group at once, then to each that is elsewhere. */
    void signal(List<ProcessInfo> alive, int signal) {
        if (alive.stream().anyMatch(process -> process.group() == leader)) {
            LibC.signalGroup(leader, signal);
        }
        alive.stream()
                .filter(process -> process.group() != leader)
                .forEach(process -> LibC.signalProcess(process.pid(), signal));
    }

    /**
     * The signal, and then the chance to react to it for what is stopped; not for whom {@link #terminateCgroup} has
     * told.
     *
     * @param told what that has returned
     */
    void terminate(List<ProcessInfo> alive, int signal, @Nullable Set<Long> told) {
        List<ProcessInfo> others = notYetSignalled(alive, told);
        signal(others, signal);
        signal(others, SIGCONT);
    }

    /** Those that {@link #terminateCgroup} has not told: neither by the leader's process group nor each by itself. */
    List<ProcessInfo> notYetSignalled(List<ProcessInfo> alive, @Nullable Set<Long> told) {
        return told == null
                ? alive
                : alive.stream()
                        .filter(process -> process.group() != leader && !told.contains(process.pid()))
                        .toList();
    }

    /**
     * The same, without the process table, for what is in the control group. Only while the leader's number is still
     * its own; without a control group nobody is told, as whatever the leader leaves behind could not be found any
     * more.
     *
     * @return who has been told beside the leader's process group: perhaps nobody, where all of it has moved into
     *     groups of its own below; null where not even that group has been
     */
    @Nullable Set<Long> terminateCgroup(int signal) {
        if (cgroup == null) {
            return null;
        }
        Set<Long> pids = cgroup.ownPids();
        for (int each : new int[] {signal, SIGCONT}) {
            LibC.signalGroup(leader, each);
            for (long pid : pids) {
                if (LibC.groupOf(pid) != leader) {
                    LibC.signalProcess(pid, each);
                }
            }
        }
        return pids;
    }

    void stop(List<ProcessInfo> alive) {
        signal(alive, SIGSTOP);
    }

    void kill(List<ProcessInfo> alive) {
        signal(alive, SIGKILL);
        killNow();
    }

    /** Its leader's group, without looking at what is there. Only while the leader's number is still its own. */
    void killLeader() {
        LibC.signalGroup(leader, SIGKILL);
        killNow();
    }

    /** As {@link #terminateCgroup}, for its leader's group alone. */
    Set<Long> terminateLeader(int signal) {
        LibC.signalGroup(leader, signal);
        LibC.signalGroup(leader, SIGCONT);
        return Set.of();
    }

    /** What is in the control group, where there is one. */
    void killNow() {
        if (cgroup != null) {
            cgroup.kill();
        }
    }

    void release() {
        if (cgroup != null) {
            cgroup.remove();
        }
    }
}
