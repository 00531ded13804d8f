package dev.runner.junit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which cluster {@link LocalClusterExtension} starts. What is not said is as in {@link LocalCluster}. */
public final class LocalClusterBuilder {
    private SpecSource spec = SpecSource.DEFAULT;
    private @Nullable Integer hosts;
    private boolean perMethod;
    private @Nullable String shared;
    private @Nullable Duration timeout;
    private boolean keepLogs;
    private boolean keepGoing;
    private boolean heal = true;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path java;
    private @Nullable Path membersJar;
    private @Nullable Integer network;

    LocalClusterBuilder() {}

    /** The spec is in this file; relative paths in it start from its directory. */
    public LocalClusterBuilder spec(Path file) {
        spec = SpecSource.of(file);
        return this;
    }

    /** The spec is this resource, from the root of the class path, or else this file. */
    public LocalClusterBuilder spec(String resourceOrFile) {
        spec = SpecSource.named(resourceOrFile, LocalClusterBuilder.class);
        return this;
    }

    /** The spec is this text; relative paths in it start from the working directory. */
    public LocalClusterBuilder yaml(String text) {
        spec = SpecSource.of(text);
        return this;
    }

    /** How many hosts, 1 to 254. */
    public LocalClusterBuilder hosts(int number) {
        hosts = number;
        return this;
    }

    /** Each test method gets a cluster of its own. */
    public LocalClusterBuilder perMethod() {
        perMethod = true;
        return this;
    }

    /** Others that name the same cluster, with the same settings, share it, as by {@link SharedCluster}. */
    public LocalClusterBuilder shared(String name) {
        shared = name;
        return this;
    }

    /** How long it may take until it is ready. */
    public LocalClusterBuilder timeout(Duration atMost) {
        timeout = atMost;
        return this;
    }

    /** Logs, timeline and report are kept also for tests that pass. */
    public LocalClusterBuilder keepLogs() {
        keepLogs = true;
        return this;
    }

    /** When a member fails, the others go on, and the test too. */
    public LocalClusterBuilder keepGoing() {
        keepGoing = true;
        return this;
    }

    /** Tests begin with the members as earlier ones have left them, see {@link LocalCluster#heal}. */
    public LocalClusterBuilder withoutHeal() {
        heal = false;
        return this;
    }

    /** A variable of the environment that members inherit, besides those of this JVM. */
    public LocalClusterBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The {@code java} program that members run on ({@code {{java}}}); that of this JVM unless given. */
    public LocalClusterBuilder java(Path program) {
        java = program.toAbsolutePath();
        return this;
    }

    /** The jar of coordinator and worker ({@code {{members}}}), instead of the one that comes with this artifact. */
    public LocalClusterBuilder membersJar(Path jar) {
        membersJar = jar.toAbsolutePath();
        return this;
    }

    /** Insists on a network, 1 to 255. Two clusters that do cannot run at the same time. */
    public LocalClusterBuilder network(int number) {
        network = number;
        return this;
    }

    /**
     * The extension, for a field with {@code @RegisterExtension}.
     *
     * @throws IllegalArgumentException where these settings cannot be
     */
    public LocalClusterExtension build() {
        return new LocalClusterExtension(new ClusterSettings(
                spec,
                hosts,
                perMethod,
                shared,
                timeout,
                keepLogs,
                keepGoing,
                heal,
                environment,
                java,
                membersJar,
                network));
    }
}
