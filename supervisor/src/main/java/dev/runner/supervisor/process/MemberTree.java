package dev.runner.supervisor.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of one start of a member, wherever it went: found by {@link ProcessTree} and, where there is one, cgroup. */
final class MemberTree {
    private static final int SIGKILL = 9;

    private final long leader;
    private final ProcessTree tree;
    private final @Nullable Cgroup cgroup;

    MemberTree(TreeMark mark, @Nullable Cgroup cgroup) {
        this.leader = mark.leader();
        this.tree = new ProcessTree(mark);
        this.cgroup = cgroup;
    }

    /** Those of the table's processes that are its own. */
    List<ProcessInfo> in(List<ProcessInfo> table) {
        return tree.in(table);
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

    void kill(List<ProcessInfo> alive) {
        signal(alive, SIGKILL);
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
