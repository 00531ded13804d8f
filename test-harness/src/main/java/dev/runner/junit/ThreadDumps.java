package dev.runner.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Thread dumps of members that are JVMs, taken with the {@code jcmd} of their JDK, or of ours if theirs has none.
 * Paused members are skipped because they cannot respond.
 */
final class ThreadDumps {
    private static final long PATIENCE_SECONDS = 10;

    private ThreadDumps() {}

    /**
     * Writes a file for each JVM, in parallel.
     *
     * @param pids the processes of each member
     * @return one line for each dump that failed
     */
    static List<String> write(Map<String, List<Long>> pids, Path directory) throws IOException, InterruptedException {
        Map<String, Process> asked = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (var member : pids.entrySet()) {
            for (long pid : member.getValue()) {
                Optional<Path> java = javaOf(pid);
                if (java.isPresent()) {
                    Optional<Path> jcmd = jcmd(java.get());
                    if (jcmd.isEmpty()) {
                        missing.add(member.getKey() + ": its JDK has no jcmd");
                    } else {
                        asked.put(name(member.getKey(), pid, asked), ask(jcmd.get(), pid, directory, member.getKey()));
                    }
                }
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (var each : asked.entrySet()) {
            if (!each.getValue().waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                each.getValue().destroyForcibly();
                missing.add(each.getKey() + ": it did not respond within " + PATIENCE_SECONDS + " s");
            }
        }
        return missing;
    }

    private static String name(String member, long pid, Map<String, Process> asked) {
        return asked.containsKey(member) ? member + "-" + pid : member;
    }

    private static Process ask(Path jcmd, long pid, Path directory, String member) throws IOException {
        Path file = directory.resolve(member + ".threads.txt");
        if (Files.exists(file)) {
            file = directory.resolve(member + "-" + pid + ".threads.txt");
        }
        return new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
    }

    private static Optional<Path> javaOf(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(Path::of)
                .filter(program -> "java".equals(String.valueOf(program.getFileName())));
    }

    private static Optional<Path> jcmd(Path java) {
        return java.getParent() == null
                ? Optional.empty()
                : List.of(java.resolveSibling("jcmd"), Path.of(System.getProperty("java.home", ""), "bin", "jcmd"))
                        .stream()
                        .filter(Files::isExecutable)
                        .findFirst();
    }
}
