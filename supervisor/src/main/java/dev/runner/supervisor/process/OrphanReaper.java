package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a manager left running when it and its guardian were both killed, found by the journal in the cluster's
 * directory: groups whose leader still has the start time that was noted (a reused pid is never touched), and whatever
 * carries the cookie of one of the journal's runs.
 */
public final class OrphanReaper {
    private static final int MOST_ROUNDS = 200;
    private static final long PAUSE_MILLIS = 10;
    private static final int SIGKILL = 9;

    private final Map<String, String> runs;
    private final Map<Long, String> groups;

    private OrphanReaper(ProcessJournal journal) {
        this.runs = journal.runs();
        this.groups = journal.groups();
    }

    /**
     * Kills what earlier runs in this directory left behind, and forgets them. A journal that is a copy, of another
     * machine or of another user is forgotten, and nothing killed. Must not be called while a run may still be managed.
     *
     * @return the pids that were killed, in no order; usually none
     * @throws IOException where the journal or the process table cannot be read, or something cannot be killed
     */
    public static Set<Long> sweep(Path directory) throws IOException {
        return sweep(directory, ProcessJournal.read(directory));
    }

    /** The same where its journal has been read already. */
    public static Set<Long> sweep(Path directory, ProcessJournal journal) throws IOException {
        Set<Long> killed = journal.standing() == ProcessJournal.Standing.LEFT_BEHIND
                ? new OrphanReaper(journal).kill(ProcessTable.ofThisMachine())
                : Set.of();
        Files.deleteIfExists(directory.resolve(ProcessJournal.NAME));
        return killed;
    }

    private Set<Long> kill(ProcessTable table) throws IOException {
        List<ProcessTreeScanner> trees = new ArrayList<>();
        trees.add(new ProcessTreeScanner(0, cookie -> runs.containsKey(cookie.split("/", 2)[0])));
        List<ProcessInfo> processes = table.scan();
        for (ProcessInfo process : processes) {
            if (ProcessJournal.noSpace(process.startTime()).equals(groups.get(process.pid()))) {
                trees.add(new ProcessTreeScanner(process.pid(), cookie -> false));
            }
        }
        Set<Long> killed = killGroups();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Set<Long> alive = killOnce(trees, processes);
            if (alive.isEmpty()) {
                return killed;
            }
            killed.addAll(alive);
            pause();
            processes = table.scan();
        }
        throw new IOException("what an earlier run left behind cannot be killed: pids " + killed);
    }

    /** The control groups of the runs, which hold also what has left environment, session and parents behind. */
    private Set<Long> killGroups() throws IOException {
        Set<Long> killed = new HashSet<>();
        for (Map.Entry<String, String> run : runs.entrySet()) {
            Optional<Cgroup> group = Cgroup.existing(Cgroup.nameOf(run.getKey()), run.getValue());
            if (group.isPresent()) {
                killed.addAll(group.get().pids());
                group.get().kill();
                for (int round = 0; round < MOST_ROUNDS && group.get().isPopulated(); round++) {
                    pause();
                }
                group.get().removeAll();
            }
        }
        return killed;
    }

    private static Set<Long> killOnce(List<ProcessTreeScanner> trees, List<ProcessInfo> processes) throws IOException {
        Set<Long> alive = new HashSet<>();
        for (ProcessTreeScanner tree : trees) {
            for (ProcessInfo process : tree.in(processes)) {
                LibC.signalProcess(process.pid(), SIGKILL);
                alive.add(process.pid());
            }
        }
        return alive;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sweeping", e);
        }
    }
}
