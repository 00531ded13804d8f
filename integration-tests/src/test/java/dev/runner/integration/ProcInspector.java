package dev.runner.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Inspects the processes of this machine through {@code /proc}, independently of the runner.
 */
final class ProcInspector {
    private static final Path PROC = Path.of("/proc");

    private ProcInspector() {}

    /** A process that is not a zombie. */
    record Seen(long pid, long session, String commandLine) {}

    /** The live processes that were started with {@code NAME=value} in their environment. */
    static List<Seen> withEnvironment(Predicate<Map<String, String>> wanted) {
        List<Seen> seen = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.toList()) {
                String name = String.valueOf(entry.getFileName());
                if (name.chars().allMatch(Character::isDigit) && wanted.test(environment(entry))) {
                    look(entry, Long.parseLong(name), seen);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the processes of this machine cannot be listed", e);
        }
        return seen;
    }

    private static void look(Path entry, long pid, List<Seen> seen) {
        String stat = read(entry.resolve("stat"));
        if (stat.isEmpty()) {
            return; // it ended meanwhile
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5); // state, parent, group, session
        if (!fields[0].equals("Z") && !fields[0].equals("X")) {
            seen.add(new Seen(pid, Long.parseLong(fields[3]), commandLine(pid)));
        }
    }

    static Map<String, String> environment(long pid) {
        return environment(PROC.resolve(String.valueOf(pid)));
    }

    private static Map<String, String> environment(Path entry) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : read(entry.resolve("environ")).split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    static String commandLine(long pid) {
        return read(PROC.resolve(String.valueOf(pid)).resolve("cmdline"))
                .replace('\0', ' ')
                .strip();
    }

    /** The pid of the session's leader; its own pid for a leader. */
    static long session(long pid) {
        List<Seen> seen = new ArrayList<>();
        look(PROC.resolve(String.valueOf(pid)), pid, seen);
        if (seen.isEmpty()) {
            throw new AssertionError("process " + pid + " is not alive");
        }
        return seen.get(0).session();
    }

    static boolean isAlive(long pid) {
        List<Seen> seen = new ArrayList<>();
        look(PROC.resolve(String.valueOf(pid)), pid, seen);
        return !seen.isEmpty();
    }

    /** Empty if the process has ended or belongs to another user. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** @param pid a process, or a process group if negative, as with kill(2) */
    static void signal(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-s", name, "--", String.valueOf(pid))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("SIG" + name + " could not be sent to " + pid + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError("there is no kill program", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
