package dev.runner.junit;

import dev.runner.util.DurationFormat;
import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.DebuggerOptions;
import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.SpecException;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Which cluster a test class wants.
 *
 * @param hosts null for as many as the spec says
 * @param shared the name by which classes share it; null for one of its own
 * @param timeout until it is ready; null where only the spec's time-outs count
 * @param environment what members inherit besides the environment of this JVM
 * @param java the program for {@code {{java}}}; null for the one that runs this
 * @param membersJar the jar for {@code {{members}}}; null for the one that comes with this artifact
 * @param network a network to insist on; null for the first free one
 */
record ClusterSettings(
        SpecSource spec,
        @Nullable Integer hosts,
        boolean perMethod,
        @Nullable String shared,
        @Nullable Duration timeout,
        boolean keepLogs,
        boolean keepGoing,
        boolean heal,
        Map<String, String> environment,
        @Nullable Path java,
        @Nullable Path membersJar,
        @Nullable Integer network) {
    ClusterSettings {
        environment = Map.copyOf(environment);
        if (hosts != null) {
            LoopbackNetwork.checkHosts(hosts);
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("the timeout of a cluster must be longer than nothing: " + timeout);
        }
        if (shared != null && perMethod) {
            throw new IllegalArgumentException("the shared cluster '" + shared
                    + "' cannot be one for each method; leave out perMethod, or @SharedCluster");
        }
    }

    /** What the annotations of a class say; null where it has none of ours itself, nor a superclass. */
    static @Nullable ClusterSettings of(Class<?> testClass) {
        LocalCluster local =
                AnnotationSupport.findAnnotation(testClass, LocalCluster.class).orElse(null);
        String shared = AnnotationSupport.findAnnotation(testClass, SharedCluster.class)
                .map(SharedCluster::value)
                .orElse(null);
        if (local == null && shared == null) {
            return null;
        }
        try {
            return of(local == null ? AllDefaults.INSTANCE : local, shared, testClass);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(testClass.getName() + ": " + e.getMessage(), e);
        }
    }

    private static ClusterSettings of(LocalCluster local, @Nullable String shared, Class<?> testClass) {
        return new ClusterSettings(
                SpecSource.named(local.spec(), testClass),
                local.hosts() == 0 ? null : local.hosts(),
                local.perMethod(),
                shared,
                local.timeout().isEmpty() ? null : DurationFormat.parse(local.timeout()),
                local.keepLogs(),
                local.keepGoing(),
                local.heal(),
                Map.of(),
                null,
                null,
                null);
    }

    /** {@link LocalCluster} as it is where nothing is said. */
    @LocalCluster
    private static final class AllDefaults {
        static final LocalCluster INSTANCE = AllDefaults.class.getAnnotation(LocalCluster.class);
    }

    /**
     * The same for the library.
     *
     * @throws ExtensionConfigurationException for mistakes in the spec, all of them
     */
    ClusterOptions options(Path directory) {
        try {
            Map<String, String> inherited = new HashMap<>(System.getenv());
            inherited.putAll(environment);
            Path jar = membersJar == null ? MembersJar.path() : membersJar;
            return new ClusterOptions(
                    spec.load(),
                    directory,
                    new JvmLaunchOptions(program(), MembersStartArchive.toUse(program(), jar, System.getenv())),
                    jar,
                    inherited,
                    hosts,
                    network == null ? null : new LoopbackNetwork(network),
                    false,
                    keepGoing,
                    timeout,
                    null,
                    false,
                    DebuggerOptions.NONE);
        } catch (SpecException e) {
            throw new ExtensionConfigurationException("the cluster's spec has mistakes:\n" + e.getMessage(), e);
        }
    }

    /** {@code {{java}}}. */
    Path program() {
        return java == null ? Path.of(System.getProperty("java.home", ""), "bin", "java") : java;
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "spec " + spec.label() + (hosts == null ? "" : ", " + hosts + " hosts")
                + (timeout == null ? "" : ", timeout " + timeout) + (keepLogs ? ", keepLogs" : "")
                + (keepGoing ? ", keepGoing" : "")
                + (heal ? "" : ", without heal")
                + (environment.isEmpty() ? "" : ", environment of " + environment.keySet())
                + (java == null ? "" : ", java " + java) + (membersJar == null ? "" : ", members " + membersJar)
                + (network == null ? "" : ", network " + network);
    }
}
