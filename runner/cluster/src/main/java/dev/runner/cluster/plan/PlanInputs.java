package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.util.AvailableMemory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plan depends on besides the spec.
 *
 * @param hosts what the user asked for instead of the spec's number; null for the spec's
 * @param removed the names of members that were taken out of the cluster: they are not in the plan, and a host whose
 *     last member is among them is no host of the cluster any more
 * @param beginners for kinds, the ordinals of the members that begin; for others the lowest does
 * @param membersDirectory holds the working directory of each member, by its name; absolute
 * @param apiKey what members get as MULTIHOST_API_KEY; null for none
 * @param environment of the process that brings the cluster up
 * @param jvm for {@code {{java}}} and {@code {{jvm}}}
 * @param membersJar the jar with the coordinator and the worker
 * @param availableMemory bytes that this machine can give to new processes, see {@link AvailableMemory}
 * @param heapCap megabytes of heap above which {@code {{heap}}} never goes
 */
public record PlanInputs(
        @Nullable Integer hosts,
        Set<String> removed,
        Map<String, Integer> beginners,
        LoopbackNetwork network,
        Path membersDirectory,
        @Nullable String apiKey,
        Map<String, String> environment,
        JvmLaunchOptions jvm,
        Path membersJar,
        long availableMemory,
        int heapCap) {
    public PlanInputs {
        removed = Set.copyOf(removed);
        beginners = Map.copyOf(beginners);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PlanInputs[hosts=" + hosts + ", network=" + network + ", membersDirectory=" + membersDirectory + "]";
    }
}
