package dev.runner.junit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configures the cluster of a {@link LocalClusterExtension}. The defaults are those of {@link LocalCluster}. */
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

    /** Reads the spec from a file; relative paths in it are resolved against the file's directory. */
    public LocalClusterBuilder spec(Path file) {
        spec = SpecSource.of(file);
        return this;
    }

    /** Reads the spec from a resource at the root of the class path, or from a file if there is no such resource. */
    public LocalClusterBuilder spec(String resourceOrFile) {
        spec = SpecSource.named(resourceOrFile, LocalClusterBuilder.class);
        return this;
    }

    /** Uses this text as the spec; relative paths in it are resolved against the working directory. */
    public LocalClusterBuilder yaml(String text) {
        spec = SpecSource.of(text);
        return this;
    }

    /** Sets the number of hosts, 1 to 254. */
    public LocalClusterBuilder hosts(int number) {
        hosts = number;
        return this;
    }

    /** Gives each test method its own cluster. */
    public LocalClusterBuilder perMethod() {
        perMethod = true;
        return this;
    }

    /** Shares the cluster with others of this name and the same settings, like {@link SharedCluster}. */
    public LocalClusterBuilder shared(String name) {
        shared = name;
        return this;
    }

    /** Limits the time that the cluster may take to become ready. */
    public LocalClusterBuilder timeout(Duration atMost) {
        timeout = atMost;
        return this;
    }

    /** Keeps logs, timeline and report of tests that pass, too. */
    public LocalClusterBuilder keepLogs() {
        keepLogs = true;
        return this;
    }

    /** Lets the test and the other members continue when a member fails. */
    public LocalClusterBuilder keepGoing() {
        keepGoing = true;
        return this;
    }

    /** Leaves members as earlier tests have left them; see {@link LocalCluster#heal}. */
    public LocalClusterBuilder withoutHeal() {
        heal = false;
        return this;
    }

    /** Sets an environment variable for the members, which also inherit the environment of this JVM. */
    public LocalClusterBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets the {@code java} program that runs the members ({@code {{java}}}); by default that of this JVM. */
    public LocalClusterBuilder java(Path program) {
        java = program.toAbsolutePath();
        return this;
    }

    /** Sets the jar of coordinator and worker ({@code {{members}}}); by default the one in this artifact. */
    public LocalClusterBuilder membersJar(Path jar) {
        membersJar = jar.toAbsolutePath();
        return this;
    }

    /** Uses this network, 1 to 255. Two clusters with the same network cannot run at the same time. */
    public LocalClusterBuilder network(int number) {
        network = number;
        return this;
    }

    /**
     * Builds the extension, for a field with {@code @RegisterExtension}.
     *
     * @throws IllegalArgumentException if the settings contradict each other
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
