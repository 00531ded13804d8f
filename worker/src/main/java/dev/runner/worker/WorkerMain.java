package dev.runner.worker;

import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import dev.runner.member.JoinSecret;
import dev.runner.member.StateDirectory;
import dev.runner.member.TaskThread;
import dev.runner.member.http.Json;
import dev.runner.member.lifetime.Notices;
import dev.runner.member.logging.LeanLogbackProvider;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.WorkerId;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a worker from a command line. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        version = "worker 0.1.0",
        sortOptions = false,
        description = "A server that runs pipelines, alone or under a coordinator.")
public final class WorkerMain implements Callable<Integer> {

    private static final int MACHINE_NOT_READY = 3;

    @Option(
            names = "--port",
            defaultValue = "9000",
            paramLabel = "PORT",
            description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on, and to call others from (default: ${DEFAULT-VALUE}).")
    private String bind = "127.0.0.1";

    @Option(
            names = "--api-key",
            defaultValue = "${env:MULTIHOST_API_KEY}",
            paramLabel = "KEY",
            description =
                    "Key that callers must show as x-api-key (default: $MULTIHOST_API_KEY; none where neither is set).")
    private @Nullable String key;

    @Option(
            names = "--coordinator",
            defaultValue = "${env:MULTIHOST_COORDINATOR}",
            paramLabel = "URL",
            description = "Coordinator to register with (default: $MULTIHOST_COORDINATOR; alone where neither is set).")
    private @Nullable String coordinator;

    @Option(
            names = "--worker-id",
            defaultValue = "${env:MULTIHOST_WORKER_ID}",
            paramLabel = "ID",
            description = "Its name, kept over restarts (default: $MULTIHOST_WORKER_ID, else a random one).")
    private @Nullable String id;

    @Option(
            names = "--storage",
            paramLabel = "DIR",
            description = "Where it keeps its state (default: .storage/worker-ID).")
    private @Nullable Path storage;

    @Option(
            names = "--exchange-port",
            paramLabel = "PORT",
            description = "Port for events from other workers (default: none).")
    private @Nullable Integer exchangePort;

    @Option(
            names = "--max-pipelines",
            defaultValue = "100",
            paramLabel = "N",
            description = "At this many pipelines it takes no more (default: ${DEFAULT-VALUE}).")
    private int maxPipelines;

    private WorkerMain() {}

    public static void main(String[] args) {
        LeanLogbackProvider.use();
        warm();
        int code = new CommandLine(new WorkerMain()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Loads what the registration needs, beside the start of the server. */
    private static void warm() {
        TaskThread.daemon("warm", () -> Json.write(new Capacity(1, 0, 1))).start();
    }

    /** Returns when the worker answers; its threads keep the JVM alive. */
    @Override
    public Integer call() {
        WorkerSettings settings;
        try {
            settings = settings();
        } catch (IllegalArgumentException e) {
            return fail(e, CommandLine.ExitCode.USAGE);
        }
        try {
            Worker.start(settings, new JoinSecret(StateDirectory.ofUser()), Notices.of(System.getenv()));
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            return fail(e, MACHINE_NOT_READY);
        }
    }

    private WorkerSettings settings() {
        String name = WorkerId.checked(isSet(id) ? id : UUID.randomUUID().toString());
        return new WorkerSettings(
                BindAddress.of(bind, port),
                ApiKey.of(key),
                coordinator == null || coordinator.isBlank() ? null : url(coordinator),
                name,
                storage == null ? Path.of(".storage", "worker-" + name) : storage,
                exchangePort,
                maxPipelines);
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static URI url(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "--coordinator " + text + " is not a URL (e.g. http://127.0.0.1:9100)", e);
        }
        throw new IllegalArgumentException("--coordinator " + text + " must be like http://127.0.0.1:9100");
    }

    private static int fail(Exception problem, int code) {
        System.err.println("worker: " + problem.getMessage());
        return code;
    }
}
