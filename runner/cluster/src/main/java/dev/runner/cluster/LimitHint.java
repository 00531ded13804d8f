package dev.runner.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members that have met a limit of the system say so in words of their own, and none says what to do: an error of the C
 * library, of a shell, of Java, of Python.
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

    private LimitHint() {}

    /** What to say of a member that has ended with these last lines, behind how it ended; null where nothing is. */
    static @Nullable String of(List<String> lastLines) {
        if (contains(lastLines, OF_THREADS)) {
            return "it could start no more processes or threads: raise their limit (ulimit -u, --pids-limit of a"
                    + " container, TasksMax= of a service), or use fewer members";
        }
        return contains(lastLines, OF_FILES)
                ? "it could open no more files: raise the limit (ulimit -n before `up`, LimitNOFILE= of a service)"
                : null;
    }

    private static boolean contains(List<String> lines, List<String> texts) {
        return lines.stream().anyMatch(line -> texts.stream().anyMatch(line::contains));
    }
}
