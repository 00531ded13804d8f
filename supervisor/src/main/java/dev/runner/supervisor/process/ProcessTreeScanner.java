package dev.runner.supervisor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The processes of one start of a member: those in the leader's process group or session, those that carry its cookie,
 * those that descend from any of them, and those that were seen to, even if their parents have ended since.
 */
final class ProcessTreeScanner {
    private static final long SELF = ProcessHandle.current().pid();

    private final long leader;
    private final Predicate<String> cookie;
    private final Map<Long, String> seen = new HashMap<>();

    ProcessTreeScanner(ProcessTreeId mark) {
        this(mark.leader(), mark::carries);
    }

    /** @param leader 0 where only the cookie counts */
    ProcessTreeScanner(long leader, Predicate<String> cookie) {
        this.leader = leader;
        this.cookie = cookie;
    }

    /**
     * Those of the table's processes that belong to it; they are remembered.
     *
     * @throws IOException where it cannot be told of one
     */
    List<ProcessInfo> in(List<ProcessInfo> table) throws IOException {
        try {
            return find(table);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<ProcessInfo> find(List<ProcessInfo> table) {
        Set<Long> pids = new HashSet<>();
        List<ProcessInfo> mine = new ArrayList<>();
        for (ProcessInfo process : table) {
            if (process.pid() != SELF && belongs(process)) {
                pids.add(process.pid());
                mine.add(process);
            }
        }
        addDescendants(table, pids, mine);
        mine.forEach(process -> seen.put(process.pid(), process.startTime()));
        return mine;
    }

    private boolean belongs(ProcessInfo process) {
        return (leader != 0 && (process.group() == leader || process.session() == leader))
                || process.startTime().equals(seen.get(process.pid()))
                || cookie.test(process.cookie().get());
    }

    private static void addDescendants(List<ProcessInfo> table, Set<Long> pids, List<ProcessInfo> mine) {
        boolean grown = !pids.isEmpty();
        while (grown) {
            grown = false;
            for (ProcessInfo process : table) {
                if (process.pid() != SELF && pids.contains(process.parent()) && pids.add(process.pid())) {
                    mine.add(process);
                    grown = true;
                }
            }
        }
    }
}
