package dev.runner.cluster.jvm;

import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.SetsidCommand;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process at the lowest priority that says nothing, and outlives this one: for work that nobody waits for. */
public final class BackgroundProcess {
    private static final File NOTHING = new File("/dev/null");

    private BackgroundProcess() {}

    /**
     * Starts it.
     *
     * @throws IOException where it cannot be started
     */
    public static void start(List<String> command) throws IOException {
        List<String> nice = new ArrayList<>(List.of("nice", "-n", "19"));
        nice.addAll(command);
        try {
            new ProcessBuilder(SetsidCommand.command(nice))
                    .redirectInput(NOTHING)
                    .redirectOutput(NOTHING)
                    .redirectError(NOTHING)
                    .start();
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
