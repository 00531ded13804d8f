package dev.runner.supervisor.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One pause of a process tree. It takes several looks at the process table: a process may fork between a look and the
 * signal that follows. The pause is complete when a look finds no process that is not stopped yet. Used by one thread.
 */
final class ProcessTreePause {
    /** What forks faster than it can be looked at is stopped in the end, because its parents are. */
    private static final int MOST_LOOKS = 50;

    private final MemberProcessTree tree;
    private final int number;
    private final Set<Long> stopped = new HashSet<>();
    private int looks;

    ProcessTreePause(MemberProcessTree tree, int number) {
        this.tree = tree;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Stops what this look has found. Returns whether the pause is complete. */
    boolean proceed(List<ProcessInfo> alive) {
        looks++;
        boolean more = alive.stream().map(ProcessInfo::pid).filter(stopped::add).count() > 0;
        if (more) {
            tree.stop(alive);
        }
        return !more || looks == MOST_LOOKS;
    }
}
