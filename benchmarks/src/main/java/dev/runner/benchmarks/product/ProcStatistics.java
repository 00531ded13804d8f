package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Linux tells of processes in /proc. One that has ended counts for nothing. */
final class ProcStatistics {
    private static final double TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) on every Linux of today
    private static final int STATE = 0;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcStatistics() {}

    /** These and all that descend from them, without those of the other set and what descends from them. */
    static Set<Long> tree(Set<Long> roots, Set<Long> without) {
        Map<Long, List<Long>> children = children();
        Set<Long> all = withDescendants(roots, children);
        all.removeAll(withDescendants(without, children));
        return all;
    }

    /** Of every process, looked at once: {@link ProcessHandle#descendants} looks at all of them for each. */
    private static Map<Long, List<Long>> children() {
        Map<Long, List<Long>> children = new HashMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> process.parent()
                        .ifPresent(parent -> children.computeIfAbsent(parent.pid(), pid -> new ArrayList<>())
                                .add(process.pid())));
        return children;
    }

    private static Set<Long> withDescendants(Set<Long> roots, Map<Long, List<Long>> children) {
        Set<Long> all = new HashSet<>();
        Deque<Long> next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            long pid = next.remove();
            if (all.add(pid)) {
                next.addAll(children.getOrDefault(pid, List.of()));
            }
        }
        return all;
    }

    /** Processor time that each of these that is alive has used itself; precise to 10 ms. */
    static Map<Long, Double> seconds(Set<Long> pids) {
        Map<Long, Double> seconds = new HashMap<>();
        for (long pid : pids) {
            String[] fields = stat(pid);
            if (fields.length > SYSTEM_TICKS) {
                double ticks = Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[SYSTEM_TICKS]);
                seconds.put(pid, ticks / TICKS_PER_SECOND);
            }
        }
        return seconds;
    }

    /** What they have used since; without those that have ended meanwhile. */
    static double secondsSince(Map<Long, Double> before) {
        return seconds(before.keySet()).entrySet().stream()
                .mapToDouble(now -> now.getValue() - before.getOrDefault(now.getKey(), 0.0))
                .sum();
    }

    /** Time on a processor of all threads of these that live now; precise to the nanosecond. */
    static double threadSeconds(Set<Long> pids) throws IOException {
        long nanos = 0;
        for (long pid : pids) {
            Path threads = Path.of("/proc/" + pid + "/task");
            if (!Files.isDirectory(threads)) {
                continue;
            }
            try (Stream<Path> all = Files.list(threads)) {
                for (Path thread : all.toList()) {
                    String times = read(thread.resolve("schedstat"));
                    nanos += times.isEmpty() ? 0 : Long.parseLong(times.split(" ", -1)[0]);
                }
            }
        }
        return nanos / 1e9;
    }

    /** Proportional set size in MB: what is shared counts in parts. */
    static double megabytes(Set<Long> pids) {
        double kilobytes = 0;
        for (long pid : pids) {
            for (String line : read(Path.of("/proc/" + pid + "/smaps_rollup")).split("\n", -1)) {
                if (line.startsWith("Pss:")) {
                    kilobytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes / 1024;
    }

    static boolean isAlive(long pid) {
        String[] fields = stat(pid);
        return fields.length > STATE && !fields[STATE].equals("Z") && !fields[STATE].equals("X");
    }

    static boolean anyAlive(Set<Long> pids) {
        return pids.stream().anyMatch(ProcStatistics::isAlive);
    }

    static void kill(Set<Long> pids) {
        pids.stream()
                .filter(ProcStatistics::isAlive)
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** The processes whose working directory is this one or below it, wherever they have gone otherwise. */
    static Set<Long> in(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .filter(path -> worksIn(path, directory))
                    .map(path -> Long.valueOf(path.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean worksIn(Path process, Path directory) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory);
        } catch (IOException e) {
            // It has ended meanwhile, or it is another user's.
            return false;
        }
    }

    /** What comes after the name, which may hold blanks and parentheses. */
    private static String[] stat(long pid) {
        String line = read(Path.of("/proc/" + pid + "/stat"));
        int end = line.lastIndexOf(')');
        return end < 0
                ? new String[0]
                : List.of(line.substring(end + 2).split(" ", -1)).toArray(String[]::new);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The process has ended.
            return "";
        }
    }
}
