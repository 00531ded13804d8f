package dev.runner.manager;

import dev.runner.cluster.ClusterListener;
import dev.runner.loopback.ClusterPorts;
import dev.runner.manager.api.ManagerListenSocket;
import dev.runner.manager.api.ManagerOperations;
import dev.runner.manager.api.ManagerServer;
import dev.runner.supervisor.process.NativeLibraryFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The manager's API. Its port is there at once, and its server when the cluster is ready or somebody asks, whichever is
 * first: starting it takes a third of the manager's processor time until then, which the members' own start needs.
 */
final class LazyApiServer implements ClusterListener {
    private final ManagerOperations operations;
    private final String token;
    private final String address;
    private final Consumer<String> whenImpossible;
    private volatile @Nullable ManagerListenSocket port;

    /** @param whenImpossible is told why there is no API; called on a thread of its own, or by {@link #start} */
    LazyApiServer(ManagerOperations operations, String token, String address, Consumer<String> whenImpossible) {
        this.operations = operations;
        this.token = token;
        this.address = address;
        this.whenImpossible = whenImpossible;
    }

    void start() {
        try {
            ManagerListenSocket taken = ManagerListenSocket.open(address, ClusterPorts.HTTP);
            port = taken;
            Thread server = new Thread(() -> serve(taken), "api");
            server.setDaemon(true);
            server.start();
        } catch (IOException e) {
            whenImpossible.accept(String.valueOf(e.getMessage()));
        }
    }

    private void serve(ManagerListenSocket taken) {
        try {
            taken.awaitConnection();
            ManagerServer.start(operations, token, taken);
        } catch (IOException | RuntimeException | LinkageError e) {
            whenImpossible.accept("the manager's API does not start (" + e + ")");
        } catch (OutOfMemoryError e) {
            whenImpossible.accept("the manager's API does not start: " + NativeLibraryFailure.describe(e));
        }
    }

    @Override
    public void onReady(Duration took) {
        ManagerListenSocket waiting = port;
        if (waiting != null) {
            waiting.serveNow();
        }
    }
}
