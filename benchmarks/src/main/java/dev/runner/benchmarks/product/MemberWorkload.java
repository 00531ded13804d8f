package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The same members for every side.
 *
 * @param directory of this one measurement
 * @param members how many
 * @param program the shell script that each of them is
 * @param restarts whether one that ends is to be started again
 * @param logs whether output is to be kept, each member's in a file of its own where the side can do that
 */
record MemberWorkload(Path directory, int members, Path program, boolean restarts, boolean logs) {
    /** Says that it is up, tells a supervisor that listens, and then does what comes after it. */
    static MemberWorkload of(Path directory, int members, boolean restarts, boolean logs, String... then)
            throws IOException {
        Path program = directory.resolve("member.sh");
        String sign = directory.resolve("signs").toString();
        BenchmarkCommands.writeScript(
                program,
                List.of(
                        "#!/bin/sh",
                        "echo \"up $$\" >>" + sign,
                        "[ -z \"${MULTIHOST_NOTICES-}\" ] || echo \"$MULTIHOST_COOKIE ready\" >>\"$MULTIHOST_NOTICES\"",
                        "[ -z \"${BENCH_NOTICES-}\" ] || echo ready >>\"$BENCH_NOTICES\"",
                        String.join("\n", then)));
        return new MemberWorkload(directory, members, program, restarts, logs);
    }

    Path signs() {
        return directory.resolve("signs");
    }
}
