package dev.runner.manager;

import dev.runner.api.Json;
import dev.runner.loopback.BindProbe;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.supervisor.process.LibC;
import java.security.SecureRandom;
import java.util.List;

/**
 * Loads what a command needs in any case, beside the reading of the command line and the spec: one processor would do
 * everything and the others nothing. What is loaded here has no effect but to be loaded.
 */
public final class HeadStart {
    private HeadStart() {}

    /** For a manager; returns at once. */
    public static void forManager() {
        begin(() -> {
            LibC.load();
            new SecureRandom().nextInt();
            BindProbe.probe(List.of(new Endpoint("127.0.0.1", ClusterPorts.HTTP)));
        });
    }

    /** For a command that asks a manager, or reads what one has left; returns at once. */
    public static void forQuestions() {
        begin(() -> Json.readObject("{}"));
    }

    private static void begin(Runnable loading) {
        Thread thread = new Thread(() -> load(loading), "head-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load(Runnable loading) {
        try {
            loading.run();
        } catch (RuntimeException | LinkageError e) {
            // Whoever needs it finds the same, and can say what it was needed for.
            return;
        }
    }
}
