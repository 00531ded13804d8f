package dev.runner.junit;

import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.DebuggerOptions;
import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.SpecException;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.util.DurationFormat;
import dev.runner.util.InheritedEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The cluster that a test class asks for.
 *
 * @param hosts null for the number in the spec
 * @param shared the name under which classes share it; null if it is not shared
 * @param timeout for the whole cluster to become ready; null if only the timeouts of the spec apply
 * @param environment variables for members, in addition to the environment of this JVM
 * @param java the program for {@code {{java}}}; null for the one that runs this JVM
 * @param membersJar the jar for {@code {{members}}}; null for the one that comes with this artifact
 * @param network the network to use; null for the first free one
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
            throw new IllegalArgumentException("the timeout of a cluster must be longer than zero, but is " + timeout);
        }
        if (shared != null && perMethod) {
            throw new IllegalArgumentException("the shared cluster '" + shared
                    + "' cannot be a new one for each method; remove perMethod or @SharedCluster");
        }
    }

    /** The settings in the annotations of a class or its superclasses; null if there are none. */
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

    /** {@link LocalCluster} with all defaults. */
    @LocalCluster
    private static final class AllDefaults {
        static final LocalCluster INSTANCE = AllDefaults.class.getAnnotation(LocalCluster.class);
    }

    /**
     * Converts the settings to options of the cluster library.
     *
     * @throws ExtensionConfigurationException with all mistakes in the spec
     */
    ClusterOptions options(Path directory) {
        try {
            Map<String, String> inherited = new HashMap<>(InheritedEnvironment.current());
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

    /** Omits the values of the environment, which may be secrets. */
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
