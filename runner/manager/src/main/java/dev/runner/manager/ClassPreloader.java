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
        Thread thread = new Thread(ClassPreloader::load, "head-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            LibC.load();
            new SecureRandom().nextInt();
            BindProbe.probe(List.of());
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            // Whoever needs it finds the same, and can say what it was needed for.
            return;
        }
    }
}
