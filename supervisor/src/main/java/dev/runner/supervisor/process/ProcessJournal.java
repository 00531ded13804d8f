package dev.runner.supervisor.process;

import dev.runner.util.FileOwner;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the runs of a cluster have started and not seen the end of, as its {@link Guardian} notes it in the cluster's
 * directory. It begins with who wrote it, because it may lie in a copy of that directory, be seen from another
 * container, or be of another user: what it names is killed, so it is believed only where all of that is as it was.
 *
 * <pre>
 * at MACHINE DIRECTORY PID START    the manager, and where it ran
 * run ID [CONTROL GROUP]            the first part of the cookies, and the directory of the run's control group
 * + GROUP START                     a process group, and when its leader started
 * - GROUP                           nothing of it is left
 * </pre>
 */
public final class ProcessJournal {
    static final String NAME = "processes.journal";

    private static final Pattern LINE =
            Pattern.compile("at \\S+ \\S+ \\d{1,10} \\S+|run \\S+( .+)?|\\+ \\d{1,10} \\S+|- \\d{1,10}");

    /** How far it is believed. */
    public enum Standing {
        /** There is none. */
        ABSENT,
        /** It was written here, and its manager has ended. */
        LEFT_BEHIND,
        /** It was written here, by a manager that is alive. */
        MANAGED,
        /** It was written in another directory, and copied here. */
        COPIED,
        /** It was written on another machine, before a boot or in another container: its pids mean nothing here. */
        OUT_OF_REACH,
        /** It does not tell who wrote it, or belongs to another user. */
        UNTRUSTED
    }

    private final Map<String, String> runs = new HashMap<>();
    private final Map<Long, String> groups = new HashMap<>();
    private Standing standing;

    private ProcessJournal(Standing standing) {
        this.standing = standing;
    }

    /** Reads the journal of a cluster's directory. */
    public static ProcessJournal read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try {
            String text = Files.readString(file);
            ProcessJournal journal = new ProcessJournal(Standing.UNTRUSTED);
            if (FileOwner.refusal(file).isEmpty()) {
                journal.parse(wholeLines(text), StateOrigin.of(directory), ProcessTable.ofThisMachine());
            }
            return journal;
        } catch (NoSuchFileException e) {
            return new ProcessJournal(Standing.ABSENT);
        }
    }

    /** The first line of a journal that this process writes. */
    static String header(Path directory, ProcessTable table) throws IOException {
        StateOrigin origin = StateOrigin.of(directory);
        long pid = ProcessHandle.current().pid();
        return "at " + orDash(origin.machine()) + " " + orDash(origin.directory()) + " " + pid + " "
                + noSpace(table.startTime(pid)) + "\n";
    }

    private static String orDash(String part) {
        return part.isEmpty() ? "-" : part;
    }

    private static String dashless(String part) {
        return part.equals("-") ? "" : part;
    }

    /** As it is written here. */
    static String noSpace(String startTime) {
        return startTime.replace(' ', '_');
    }

    public Standing standing() {
        return standing;
    }

    /** The control group's directory, or nothing, by the id of each run; empty unless it was left behind. */
    Map<String, String> runs() {
        return runs;
    }

    /** When the leader of each group started; empty unless it was left behind. */
    Map<Long, String> groups() {
        return groups;
    }

    /** A manager that was killed while it wrote has left half a line, about a start that it did not get to. */
    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void parse(List<String> lines, StateOrigin here, ProcessTable table) {
        for (String line : lines) {
            if (!LINE.matcher(line).matches()) {
                // Torn, when the disk was full. What it was about is found by its cookie.
                continue;
            }
            String[] words = line.split(" ", 5);
            if (words[0].equals("at")) {
                standing = standing(words, here, table);
            } else if (standing == Standing.LEFT_BEHIND || standing == Standing.MANAGED) {
                note(line, words);
            }
        }
    }

    private static Standing standing(String[] words, StateOrigin here, ProcessTable table) {
        StateOrigin origin = new StateOrigin(dashless(words[1]), dashless(words[2]));
        if (!origin.isSameDirectory(here)) {
            return Standing.COPIED;
        } else if (!origin.isSameMachine(here)) {
            return Standing.OUT_OF_REACH;
        }
        long pid = Long.parseLong(words[3]);
        // This process itself has begun anew in the directory, whose lock it has.
        boolean ended = pid == ProcessHandle.current().pid()
                || !noSpace(table.startTime(pid)).equals(words[4]);
        return ended ? Standing.LEFT_BEHIND : Standing.MANAGED;
    }

    private void note(String line, String[] words) {
        switch (words[0]) {
            case "run" -> {
                int group = line.indexOf(' ', "run ".length());
                runs.put(words[1], group < 0 ? "" : line.substring(group + 1));
            }
            case "+" -> groups.put(Long.valueOf(words[1]), words[2]);
            default -> groups.remove(Long.valueOf(words[1]));
        }
    }
}
