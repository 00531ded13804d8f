package dev.runner.manager;

import dev.runner.loopback.BindProbe;
import dev.runner.supervisor.process.LibC;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.List;

/**
 * Loads what a command needs in any case, beside the reading of the command line and the spec: one processor would do
 * everything and the others nothing. What is loaded here has no effect but to be loaded.
 */
public final class ClassPreloader {
    private ClassPreloader() {}

    /** For a manager; returns at once. */
    public static void forManager() {
        begin(() -> {
            LibC.load();
            new SecureRandom().nextInt();
            BindProbe.probe(List.of());
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
        });
    }

    private interface Loading {
        void run() throws IOException;
    }

    private static void begin(Loading loading) {
        Thread thread = new Thread(() -> load(loading), "head-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load(Loading loading) {
        try {
            loading.run();
        } catch (IOException | RuntimeException | LinkageError e) {
            // Whoever needs it finds the same, and can say what it was needed for.
            return;
        }
    }
}
