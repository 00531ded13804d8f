package dev.runner.manager;

import dev.runner.loopback.BindProbe;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.supervisor.process.LibC;
import java.security.SecureRandom;
import java.util.List;

/**
 * Loads what a manager needs in any case, beside the reading of the command line and the spec: until the first member is
 * there, one processor would do everything and the others nothing. What is loaded here has no effect but to be loaded.
 */
public final class HeadStart {
    private HeadStart() {}

    /** Begins, on a thread of its own. */
    public static void begin() {
        Thread loading = new Thread(HeadStart::load, "head-start");
        loading.setDaemon(true);
        loading.start();
    }

    private static void load() {
        try {
            LibC.load();
            new SecureRandom().nextInt();
            BindProbe.probe(List.of(new Endpoint("127.0.0.1", ClusterPorts.HTTP)));
        } catch (RuntimeException | LinkageError e) {
            // Whoever needs it finds the same, and can say what it was needed for.
            return;
        }
    }
}
