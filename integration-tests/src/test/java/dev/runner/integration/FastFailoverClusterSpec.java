package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.junit.Cluster;
import dev.runner.junit.LocalClusterExtension;
import dev.runner.junit.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The default cluster with shorter timeouts for lost workers. */
final class FastFailoverClusterSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> QUICK = List.of(
            "--heartbeat-interval", "100ms",
            "--heartbeat-timeout", "2s",
            "--sweep-interval", "100ms",
            "--checkpoint-interval", "200ms");

    static {
        HarnessStartArchive.make();
    }

    private FastFailoverClusterSpec() {}

    /** The extension for a static field: one cluster for the class. */
    static LocalClusterExtension of(int hosts) {
        return LocalClusterExtension.builder()
                .yaml(spec())
                .hosts(hosts)
                .environment(OrphanProcessCheck.MARK, OrphanProcessCheck.RUN)
                .build();
    }

    private static String spec() {
        Path shipped = Path.of(
                UnpackedRelease.property("project.root"),
                "runner/cluster/src/main/resources/dev/runner/cluster/default.yaml");
        String options = QUICK.stream().map(word -> "      - " + word + "\n").reduce("", String::concat);
        String marker = "      - dev.runner.coordinator.CoordinatorMain\n";
        try {
            String spec = Files.readString(shipped);
            assertThat(spec).contains(marker).contains("name: default\n");
            return spec.replace(marker, marker + options).replace("name: default\n", "name: quick\n");
        } catch (IOException e) {
            throw new UncheckedIOException(shipped + " cannot be read", e);
        }
    }

    /** The ids of all workers. */
    static Set<String> workers(Cluster cluster) {
        return cluster.members().stream()
                .map(Member::name)
                .filter(name -> name.startsWith("worker-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Starts all stopped members, and waits until the coordinator reports all workers as ready. */
    static void heal(Cluster cluster, ControlPlaneClient control) {
        cluster.heal(PATIENCE);
        control.awaitWorkers("ready", workers(cluster));
    }
}
