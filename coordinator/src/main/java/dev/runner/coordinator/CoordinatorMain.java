package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import dev.runner.member.Durations;
import dev.runner.member.JoinSecret;
import dev.runner.member.StateDirectory;
import dev.runner.member.lifetime.Lifetime;
import dev.runner.member.lifetime.Notices;
import dev.runner.member.logging.LeanLogbackProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a coordinator from a command line. */
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        version = "coordinator 0.1.0",
        sortOptions = false,
        description = "The control plane of a cluster: workers register here.")
public final class CoordinatorMain implements Callable<Integer> {

    private static final int MACHINE_NOT_READY = 3;

    @Option(
            names = {"-p", "--port"},
            defaultValue = "9100",
            paramLabel = "PORT",
            description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on, and to call workers from (default: ${DEFAULT-VALUE}).")
    private String bind = "127.0.0.1";

    @Option(
            names = "--api-key",
            defaultValue = "${env:MULTIHOST_API_KEY}",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            paramLabel = "KEY",
            description =
                    "Key that callers must show as x-api-key (default: $MULTIHOST_API_KEY; none where neither is set).")
    private @Nullable String key;

    @Option(
            names = "--storage",
            paramLabel = "DIR",
            description = "Where it keeps its state (default: .storage/coordinator-PORT).")
    private @Nullable Path storage;

    @Option(
            names = "--heartbeat-interval",
            defaultValue = "5s",
            paramLabel = "TIME",
            description = "How often workers are to say that they live (default: ${DEFAULT-VALUE}).")
    private Duration heartbeatInterval = Duration.ofSeconds(5);

    @Option(
            names = "--heartbeat-timeout",
            defaultValue = "15s",
            paramLabel = "TIME",
            description = "Silence after which a worker is unhealthy (default: ${DEFAULT-VALUE}).")
    private Duration heartbeatTimeout = Duration.ofSeconds(15);

    @Option(
            names = "--sweep-interval",
            defaultValue = "5s",
            paramLabel = "TIME",
            description = "How often the coordinator looks for silent workers (default: ${DEFAULT-VALUE}).")
    private Duration sweepInterval = Duration.ofSeconds(5);

    @Option(
            names = "--restart-timeout",
            defaultValue = "60s",
            paramLabel = "TIME",
            description = "How long a worker may take to be back in a coordinated restart (default: ${DEFAULT-VALUE}).")
    private Duration restartTimeout = Duration.ofSeconds(60);

    private CoordinatorMain() {}

    public static void main(String[] args) {
        LeanLogbackProvider.use();
        Coordinator.warm();
        int code = new CommandLine(new CoordinatorMain())
                .registerConverter(Duration.class, Durations::parse)
                .execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Returns when the coordinator answers; its threads keep the JVM alive. */
    @Override
    public Integer call() {
        CoordinatorSettings settings;
        try {
            settings = settings();
        } catch (IllegalArgumentException e) {
            return fail(e, CommandLine.ExitCode.USAGE);
        }
        try {
            Notices notices = Notices.of(System.getenv());
            Coordinator coordinator = Coordinator.start(settings, new JoinSecret(StateDirectory.ofUser()));
            new Lifetime(notices, coordinator::stopAccepting, coordinator::stop).endOnSignals();
            notices.ready();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            return fail(e, MACHINE_NOT_READY);
        }
    }

    private CoordinatorSettings settings() {
        return new CoordinatorSettings(
                BindAddress.of(bind, port),
                ApiKey.of(key),
                storage == null ? Path.of(".storage", "coordinator-" + port) : storage,
                new HealthSettings(heartbeatInterval, heartbeatTimeout, sweepInterval),
                restartTimeout);
    }

    private static int fail(Exception problem, int code) {
        System.err.println("coordinator: " + problem.getMessage());
        return code;
    }
}
