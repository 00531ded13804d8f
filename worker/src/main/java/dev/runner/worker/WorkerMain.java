package dev.runner.worker;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.protocol.WorkerIdRule;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import dev.runner.service.lifetime.ServiceShutdown;
import dev.runner.service.lifetime.SupervisorNotifier;
import dev.runner.service.options.Option;
import dev.runner.service.options.Options;
import dev.runner.service.options.ServiceLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts a worker from a command line. */
public final class WorkerMain {

    private static final int MANY = 100_000;
    private static final List<Option> OPTIONS = List.of(
            Option.of("--port", "PORT", "Port to listen on.").or("-p").withDefault("9000"),
            Option.of("--bind", "ADDRESS", "Address to listen on, and to call others from.")
                    .withDefault("127.0.0.1"),
            Option.of("--api-key", "KEY", "Key that callers must show as x-api-key.")
                    .fromEnvironment("MULTIHOST_API_KEY"),
            Option.of("--coordinator", "URL", "Coordinator to register with; without one it works alone.")
                    .fromEnvironment("MULTIHOST_COORDINATOR"),
            Option.of("--worker-id", "ID", "Its name, kept over restarts (else a random one).")
                    .fromEnvironment("MULTIHOST_WORKER_ID"),
            Option.of("--storage", "DIR", "Where it keeps its state (else .storage/worker-ID)."),
            Option.of("--exchange-port", "PORT", "Port for events from other workers (else none)."),
            Option.of("--max-pipelines", "N", "At this many pipelines it takes no more.")
                    .withDefault("100"),
            Option.of("--pipeline-threads", "N", "So many pipelines compute at once (else one per processor)."));

    private WorkerMain() {}

    public static void main(String[] args) {
        new ServiceLauncher("worker", "A server that runs pipelines, alone or under a coordinator.", OPTIONS)
                .run(args, WorkerMain::start);
    }

    private static void start(Options options) throws IOException {
        Worker.start(
                settings(options),
                new JoinSecret(UserStateDirectory.ofUser()),
                SupervisorNotifier.of(System.getenv()),
                ServiceShutdown.EXIT);
    }

    private static WorkerSettings settings(Options options) {
        String given = options.find("--worker-id");
        String id = WorkerIdRule.checked(given == null ? UUID.randomUUID().toString() : given);
        String storage = options.find("--storage");
        return new WorkerSettings(
                BindAddress.of(options.get("--bind"), options.number("--port", 0, 65535)),
                ApiKey.of(options.find("--api-key")),
                url(options.find("--coordinator")),
                id,
                storage == null ? Path.of(".storage", "worker-" + id) : Path.of(storage),
                options.find("--exchange-port") == null ? null : options.number("--exchange-port", 1, 65535),
                options.number("--max-pipelines", 1, MANY),
                options.find("--pipeline-threads") == null
                        ? Runtime.getRuntime().availableProcessors()
                        : options.number("--pipeline-threads", 1, MANY));
    }

    private static @Nullable URI url(@Nullable String text) {
        if (text == null) {
            return null;
        }
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
}
