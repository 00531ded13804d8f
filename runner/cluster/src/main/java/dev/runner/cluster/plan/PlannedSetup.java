package dev.runner.cluster.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is run once for a cluster, when all its members are ready.
 *
 * @param commands one after the other, each an absolute program and its arguments
 * @param inherited the environment of the runner, without what a cluster around it has set
 * @param added what the runner sets; it wins
 * @param directory where they run, absolute; it need not exist yet
 */
public record PlannedSetup(
        List<List<String>> commands, Map<String, String> inherited, Map<String, String> added, Path directory) {
    /** The whole environment, a copy of its own. */
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(inherited);
        all.putAll(added);
        return all;
    }

    /** Without environment, which holds the cluster's key. */
    @Override
    public String toString() {
        return "setup of " + commands.size() + " commands";
    }
}
