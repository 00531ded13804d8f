package dev.runner.cluster;

import dev.runner.cluster.plan.ProgramFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Members that have met a limit of the system say so in words of their own, and none says what to do: an error of the C
 * library, of a shell, of Java, of Python. Nor do they where the system refuses to run a program: see {@link
 * ProgramFile}.
 */
final class LimitHint {
    private static final List<String> OF_THREADS = List.of(
            "unable to create native thread",
            "pthread_create failed",
            "annot fork",
            "fork: retry",
            "fork: Resource temporarily unavailable",
            "can't start new thread",
            "BlockingIOError: [Errno 11]",
            "Thread::new failed");

    private static final List<String> OF_FILES = List.of("Too many open files", "EMFILE");

    /** A program that a shell or another one of ASCII name cannot run. */
    private static final Pattern REFUSED = Pattern.compile("(?:^|[\\s'\"\u2018])(/[!-~&&[^:'\"]]+)['\"\u2019]?: "
            + "(?:not found|cannot execute|Permission denied|Exec format error|No such file or directory"
            + "|bad interpreter|required file not found)");

    private static final int LONGEST_LINE = 4096;

    private LimitHint() {}

    /** What to say of a member that has ended with these last lines, behind how it ended; null where nothing is. */
    static @Nullable String of(List<String> lastLines) {
        if (contains(lastLines, OF_THREADS)) {
            return "it could start no more processes or threads: raise their limit (ulimit -u, --pids-limit of a"
                    + " container, TasksMax= of a service), or use fewer members";
        }
        if (contains(lastLines, OF_FILES)) {
            return "it could open no more files: raise the limit (ulimit -n before `up`, LimitNOFILE= of a service)";
        }
        return lastLines.stream()
                .map(LimitHint::ofProgram)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** {@code sh: 1: exec: /x/y: Exec format error}, and what other shells and {@code env} make of that. */
    private static @Nullable String ofProgram(String line) {
        Matcher matcher = line.length() <= LONGEST_LINE ? REFUSED.matcher(line) : null;
        if (matcher == null || !matcher.find()) {
            return null;
        }
        String problem = ProgramFile.problemOfRefused(Path.of(matcher.group(1)));
        return problem == null ? null : "it runs " + matcher.group(1) + ", " + problem;
    }

    private static boolean contains(List<String> lines, List<String> texts) {
        return lines.stream().anyMatch(line -> texts.stream().anyMatch(line::contains));
    }
}
