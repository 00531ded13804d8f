package dev.runner.warm;

import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.OwnSession;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has the start archives made for the next start, where there are none for this JDK. A process of its own does that, at
 * the lowest priority, and outlives this one by some seconds: a cluster that is stopped soon would never get them
 * otherwise.
 */
public final class BackgroundWarming {
    /** {@code auto}; {@code use}, which makes none; or {@code never}. */
    public static final String SWITCH = "MULTIHOST_ARCHIVES";

    private static final File NOTHING = new File("/dev/null");

    private BackgroundWarming() {}

    /** Begins, and returns whether there was a need to. */
    public static boolean begin(Map<String, String> environment) throws IOException {
        String wanted = environment.getOrDefault(SWITCH, "auto");
        StartArchives archives = StartArchives.ofThisProcess().orElse(null);
        if (archives == null || !wanted.equals("auto") || archives.areComplete() || archives.haveFailed()) {
            return false;
        }
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(ThisProgram.command());
        command.addAll(List.of("warm", "--background"));
        try {
            new ProcessBuilder(OwnSession.command(command))
                    .redirectInput(NOTHING)
                    .redirectOutput(NOTHING)
                    .redirectError(NOTHING)
                    .start();
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
        return true;
    }
}
