package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to run members: the runner, or what people use instead. */
interface ToolAdapter {
    String name();

    /** How to install it; null where it is there. */
    @Nullable String missing();

    /** Asked where it is not missing; in words where nobody knows it. */
    String version();

    /** Writes what it needs to know of the members, and says how to start it. */
    Launch prepare(MemberWorkload load) throws IOException;

    /** Whether it is this project's own, for which the aims are. */
    default boolean isRunner() {
        return false;
    }

    /** By how much less is asked of it where it would take minutes. */
    default int slowness() {
        return 1;
    }

    /** Whether it starts members again, with the least delay that it can be set to. */
    default boolean restarts() {
        return true;
    }

    /**
     * How one run of it is started and heard.
     *
     * @param ready what a line that it prints contains when it says that all are ready; empty where it does not probe
     * @param death what a line contains, beside other words, that tells of a member's death; empty where it runs a
     *     program then, which says `ended` in the benchmark's pipe
     * @param logs where output is kept: files and directories
     */
    record Launch(List<String> command, Map<String, String> environment, String ready, String death, List<Path> logs) {}
}
