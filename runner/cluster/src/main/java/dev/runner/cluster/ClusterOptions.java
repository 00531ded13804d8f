package dev.runner.cluster;

import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster to start, and how.
 *
 * @param directory the cluster's own directory, for its logs, its timeline and the working directories of its members
 * @param jvm for {@code {{java}}} and {@code {{jvm}}}
 * @param membersJar the jar for {@code {{members}}}; it need not exist where the spec does not use it
 * @param environment what members inherit
 * @param hosts instead of the spec's number; null for the spec's
 * @param network a network to insist on; null for the first free one
 * @param fresh whether members start with empty directories
 * @param keepGoing whether the others go on when a member has failed
 * @param timeout until all members are ready; null where only each member's own time-out counts
 * @param apiKey the key of the cluster; null where one is made if the spec wants one
 * @param withoutApiKey whether there is none, whatever the spec wants
 * @param debugging whom a debugger can attach to
 */
public record ClusterOptions(
        SpecFile spec,
        Path directory,
        JvmLaunchOptions jvm,
        Path membersJar,
        Map<String, String> environment,
        @Nullable Integer hosts,
        @Nullable LoopbackNetwork network,
        boolean fresh,
        boolean keepGoing,
        @Nullable Duration timeout,
        @Nullable String apiKey,
        boolean withoutApiKey,
        DebuggerOptions debugging) {
    public ClusterOptions {
        environment = Map.copyOf(environment);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the cluster's directory must be an absolute path: " + directory);
        }
    }

    /** Without keys. */
    @Override
    public String toString() {
        return "ClusterOptions[" + spec.name() + " in " + directory + "]";
    }
}
