package dev.runner.cluster.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has missing start archives built for the next start. A separate process at the lowest priority builds them and
 * outlives this one by some seconds: a test run, or a cluster that is stopped soon, would never get them otherwise.
 */
public final class BackgroundArchiveBuilder {
    /** The directories that this JVM has started a build for, so that each test class does not start its own. */
    private static final Set<Path> STARTED = ConcurrentHashMap.newKeySet();

    private BackgroundArchiveBuilder() {}

    /**
     * Starts a build if archives are missing, the mode is {@link StartArchiveMode#AUTO}, and the last build did not
     * fail. If none is missing, checks on a thread of its own whether one was rejected, and has that one built again.
     *
     * @param pids processes that may have been started with an archive
     * @return whether a build has been started before this returns
     * @throws IOException where the build cannot be started
     */
    public static boolean begin(StartArchiveSet archives, Collection<Long> pids, Map<String, String> environment)
            throws IOException {
        if (StartArchiveMode.of(environment) != StartArchiveMode.AUTO
                || archives.archiveDirectory().hasFailed()) {
            return false;
        }
        if (!archives.isComplete()) {
            return start(archives);
        }
        Thread thread = new Thread(() -> rebuildRejected(archives, pids), "start-archives");
        thread.setDaemon(true);
        thread.start();
        return false;
    }

    /** Reads files in {@code /proc}. No caller should wait for that, as it almost never finds one. */
    private static void rebuildRejected(StartArchiveSet archives, Collection<Long> pids) {
        try {
            if (archives.removeRejected(pids)) {
                start(archives);
            }
        } catch (IOException e) {
            // The archives belong to another user, or the build cannot be started: starts stay as slow as this one was.
            return;
        }
    }

    private static boolean start(StartArchiveSet archives) throws IOException {
        if (!STARTED.add(archives.archiveDirectory().path())) {
            return false;
        }
        BackgroundProcess.start(archives.buildCommand());
        return true;
    }
}
