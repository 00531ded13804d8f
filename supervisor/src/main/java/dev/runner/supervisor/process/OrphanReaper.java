package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a manager left running when it and its guardian were both killed, found by the journal in the cluster's
 * directory: groups whose leader still has the start time that was noted (a reused pid is never touched), and whatever
 * carries the cookie of one of the journal's runs.
 */
public final class OrphanReaper {
    static final String JOURNAL = "processes.journal";
    private static final int MOST_ROUNDS = 200;
    private static final long PAUSE_MILLIS = 10;
    private static final int SIGKILL = 9;

    private static final Pattern LINE = Pattern.compile("run \\S+|\\+ \\d{1,10} \\S+|- \\d{1,10}");

    private final Set<String> runs = new HashSet<>();
    private final Map<Long, String> groups = new HashMap<>();

    private OrphanReaper(List<String> journal) {
        for (String line : journal) {
            if (!LINE.matcher(line).matches()) {
                // Torn, when the disk was full. What it was about is found by its cookie.
                continue;
            }
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "run" -> runs.add(words[1]);
                case "+" -> groups.put(Long.valueOf(words[1]), words[2]);
                default -> groups.remove(Long.valueOf(words[1]));
            }
        }
    }

    /**
     * Kills what earlier runs in this directory left behind, and forgets them. Must not be called while one of them may
     * still be managed.
     *
     * @return the pids that were killed, in no order; usually none
     * @throws IOException where the journal or the process table cannot be read, or something cannot be killed
     */
    public static Set<Long> sweep(Path directory) throws IOException {
        Path journal = directory.resolve(JOURNAL);
        List<String> lines;
        try {
            lines = wholeLines(Files.readString(journal));
        } catch (NoSuchFileException e) {
            return Set.of();
        }
        Set<Long> killed = new OrphanReaper(lines).kill(ProcessTable.ofThisMachine());
        Files.delete(journal);
        return killed;
    }

    /** A manager that was killed while it wrote has left half a line, about a start that it did not get to. */
    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private Set<Long> kill(ProcessTable table) throws IOException {
        List<ProcessTreeScanner> trees = new ArrayList<>();
        trees.add(new ProcessTreeScanner(0, cookie -> runs.contains(cookie.split("/", 2)[0])));
        List<ProcessInfo> processes = table.scan();
        for (ProcessInfo process : processes) {
            if (process.startTime().replace(' ', '_').equals(groups.get(process.pid()))) {
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
        for (String run : runs) {
            Optional<Cgroup> group = Cgroup.existing(Cgroup.nameOf(run));
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

    private static Set<Long> killOnce(List<ProcessTreeScanner> trees, List<ProcessInfo> processes) {
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
