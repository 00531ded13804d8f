package dev.runner.manager.warm;

import dev.runner.cluster.jvm.BackgroundProcess;
import dev.runner.cluster.jvm.StartArchiveMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Has the start archives made for the next start, where there are none for this JDK. A process of its own does that,
 * and outlives this one by some seconds: a cluster that is stopped soon would never get them otherwise.
 */
public final class BackgroundArchiveBuilder {
    private BackgroundArchiveBuilder() {}

    /**
     * Begins, and returns whether there was a need to.
     *
     * @param members the pids of processes that may have been started with an archive
     */
    public static boolean begin(Map<String, String> environment, Collection<Long> members) throws IOException {
        InstallationStartArchives archives =
                InstallationStartArchives.ofThisProcess().orElse(null);
        if (archives == null || StartArchiveMode.of(environment) != StartArchiveMode.AUTO || archives.haveFailed()) {
            return false;
        }
        if (archives.areComplete()) {
            Thread thread = new Thread(() -> look(archives, members), "start-archives");
            thread.setDaemon(true);
            thread.start();
            return false;
        }
        start();
        return true;
    }

    /** Not on the way to the line that says that all are ready: it is needed about never. */
    private static void look(InstallationStartArchives archives, Collection<Long> members) {
        List<Long> pids = new ArrayList<>(members);
        pids.add(ProcessHandle.current().pid());
        try {
            if (archives.removeRejected(pids)) {
                start();
            }
        } catch (IOException e) {
            // They are slow for now, as they have been; whoever can write there will make them anew.
            return;
        }
    }

    private static void start() throws IOException {
        List<String> command = new ArrayList<>(CurrentJvmCommandLine.command());
        command.addAll(List.of("warm", "--background"));
        BackgroundProcess.start(command);
    }
}
