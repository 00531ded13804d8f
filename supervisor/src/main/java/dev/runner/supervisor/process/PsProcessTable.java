package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process table from {@code ps}, for macOS. The environment is shown behind the command, but not that of programs
 * which the system protects; sessions are not shown as numbers.
 */
final class PsProcessTable implements ProcessTable {
    private static final Pattern LINE =
            Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+(\\S+ +\\S+ +\\S+ +\\S+ +\\S+)\\s(.*)");
    private static final Pattern COOKIE = Pattern.compile("(?:^|\\s)MULTIHOST_COOKIE=(\\S+)");

    @Override
    public List<ProcessInfo> scan() throws IOException {
        return parse(ps("-Aww", "-E", "-o", "pid=,ppid=,pgid=,stat=,lstart=,command="));
    }

    @Override
    public String startTime(long pid) {
        try {
            String line = ps("-o", "lstart=", "-p", Long.toString(pid)).strip();
            return line.isEmpty() ? "?" : line.replaceAll(" +", " ");
        } catch (IOException e) {
            return "?";
        }
    }

    private static String ps(String... options) throws IOException {
        ProcessBuilder ps = new ProcessBuilder("ps");
        ps.command().addAll(List.of(options));
        ps.environment().put("LC_ALL", "C");
        ps.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = ps.start();
        process.getOutputStream().close();
        try (var in = process.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<ProcessInfo> parse(String output) {
        List<ProcessInfo> processes = new ArrayList<>();
        output.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !matcher.group(4).startsWith("Z")) {
                String command = matcher.group(6);
                processes.add(new ProcessInfo(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        0,
                        matcher.group(5).replaceAll(" +", " "),
                        () -> cookie(command)));
            }
        });
        return processes;
    }

    private static String cookie(String command) {
        Matcher matcher = COOKIE.matcher(command);
        return matcher.find() ? matcher.group(1) : "";
    }
}
