package dev.runner.cluster.readiness;

import java.nio.file.Path;
import java.util.Map;

/**
 * One start of a member, whose readiness is waited for.
 *
 * @param environment of the process, for the command probe
 * @param directory its working directory, for the command probe
 * @param probeOutput the file that the command probe prints to
 */
public record ReadinessTarget(
        ReadinessRule rule,
        Map<String, String> environment,
        Path directory,
        Path probeOutput,
        ListenerOwnershipCheck listeners) {
    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return rule.probe().describe();
    }
}
