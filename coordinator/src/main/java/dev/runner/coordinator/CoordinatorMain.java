package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import dev.runner.service.lifetime.ServiceShutdown;
import dev.runner.service.lifetime.SupervisorNotifier;
import dev.runner.service.options.Option;
import dev.runner.service.options.Options;
import dev.runner.service.options.ServiceLauncher;
import dev.runner.util.DurationFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts a coordinator from a command line. */
public final class CoordinatorMain {

    private static final List<Option> OPTIONS = List.of(
            Option.of("--port", "PORT", "Port to listen on.").or("-p").withDefault("9100"),
            Option.of("--bind", "ADDRESS", "Address to listen on, and to call workers from.")
                    .withDefault("127.0.0.1"),
            Option.of("--api-key", "KEY", "Key that callers must show as x-api-key.")
                    .fromEnvironment("MULTIHOST_API_KEY"),
            Option.of("--storage", "DIR", "Where it keeps its state (else .storage/coordinator-PORT)."),
            Option.of("--heartbeat-interval", "TIME", "How often workers are to say that they live.")
                    .withDefault("5s"),
            Option.of("--heartbeat-timeout", "TIME", "Silence after which a worker is unhealthy.")
                    .withDefault("15s"),
            Option.of("--sweep-interval", "TIME", "How often it looks for silent workers.")
                    .withDefault("5s"),
            Option.of("--restart-timeout", "TIME", "How long a worker may take to be back in a restart of all.")
                    .withDefault("60s"),
            Option.of("--placement", "HOW", "How workers are chosen: round-robin or least-loaded.")
                    .withDefault("round-robin"),
            Option.of("--checkpoint-interval", "TIME", "How often the state of pipelines is read, where it changed.")
                    .withDefault("5s"));

    private CoordinatorMain() {}

    public static void main(String[] args) {
        new ServiceLauncher("coordinator", "The control plane of a cluster: workers register here.", OPTIONS)
                .run(args, CoordinatorMain::start);
    }

    private static void start(Options options) throws IOException {
        CoordinatorSettings settings = settings(options);
        SupervisorNotifier notices = SupervisorNotifier.of(System.getenv());
        Coordinator coordinator = Coordinator.start(settings, new JoinSecret(UserStateDirectory.ofUser()));
        new ServiceShutdown(notices, coordinator::stopAccepting, coordinator::stop, ServiceShutdown.EXIT)
                .endOnSignals();
        notices.ready();
    }

    private static CoordinatorSettings settings(Options options) {
        BindAddress bind = BindAddress.of(options.get("--bind"), options.number("--port", 0, 65535));
        String storage = options.find("--storage");
        return new CoordinatorSettings(
                bind,
                ApiKey.of(options.find("--api-key")),
                storage == null ? Path.of(".storage", "coordinator-" + bind.port()) : Path.of(storage),
                new HealthSettings(
                        DurationFormat.parsePositive(options.get("--heartbeat-interval")),
                        DurationFormat.parsePositive(options.get("--heartbeat-timeout")),
                        DurationFormat.parsePositive(options.get("--sweep-interval"))),
                DurationFormat.parsePositive(options.get("--restart-timeout")),
                PlacementStrategy.parse(options.get("--placement")),
                DurationFormat.parsePositive(options.get("--checkpoint-interval")));
    }
}
