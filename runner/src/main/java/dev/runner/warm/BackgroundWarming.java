package dev.runner.warm;

import dev.runner.cluster.jvm.ArchiveUse;
import dev.runner.cluster.jvm.BackgroundProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has the start archives made for the next start, where there are none for this JDK. A process of its own does that, and
 * outlives this one by some seconds: a cluster that is stopped soon would never get them otherwise.
 */
public final class BackgroundWarming {
    private BackgroundWarming() {}

    /** Begins, and returns whether there was a need to. */
    public static boolean begin(Map<String, String> environment) throws IOException {
        StartArchives archives = StartArchives.ofThisProcess().orElse(null);
        if (archives == null
                || ArchiveUse.of(environment) != ArchiveUse.AUTO
                || archives.areComplete()
                || archives.haveFailed()) {
            return false;
        }
        List<String> command = new ArrayList<>(ThisProgram.command());
        command.addAll(List.of("warm", "--background"));
        BackgroundProcess.start(command);
        return true;
    }
}
