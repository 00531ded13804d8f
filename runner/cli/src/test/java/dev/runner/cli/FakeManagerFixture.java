package dev.runner.cli;

import dev.runner.manager.api.ApiToken;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerListenSocket;
import dev.runner.manager.api.ManagerServer;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.testing.RecordingManagerOperations;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A cluster {@code default} as other commands see it: a real API, and a process of ours that plays the manager. */
final class FakeManagerFixture implements AutoCloseable {
    final RecordingManagerOperations operations = new RecordingManagerOperations();
    final Path cluster;
    private final Process manager;
    private final ManagerServer server;

    FakeManagerFixture(Path directory) throws IOException {
        String token = ApiToken.create(new SecureRandom());
        cluster = Files.createDirectories(directory.resolve(".runner/default"));
        manager = new ProcessBuilder("sleep", "60").start();
        server = ManagerServer.start(operations, token, ManagerListenSocket.open("127.232.254.1", 0));
        new ManagerFile(
                        "default",
                        ProcessIdentity.of(manager.toHandle()),
                        server.url(),
                        token,
                        null,
                        null,
                        "k3f9x2",
                        232,
                        new StateOrigin("", ""),
                        "/p",
                        "up")
                .write(cluster);
    }

    @Override
    public void close() {
        server.close();
        manager.destroyForcibly();
    }
}
