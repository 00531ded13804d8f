package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Shared clusters and parallel clusters. */
@Tag("R17")
@Timeout(120)
class SharedClusterTest {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    @TempDir
    Path reports;

    @SharedCluster("sleepers")
    @LocalCluster(spec = "sleepers.yaml", hosts = 1)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Sleepers {}

    @Sleepers
    static class One {
        @Test
        void test(Cluster cluster, Member only) {
            SEEN.add(cluster.directory());
            assertThat(LiveProcesses.isAlive(only.pid())).isTrue();
        }
    }

    @Sleepers
    static class Two extends One {}

    @Sleepers
    static class Three {
        @Test
        void test(Cluster cluster) {
            SEEN.add(cluster.directory());
            throw new IllegalStateException("fails");
        }
    }

    @SharedCluster("sleepers")
    @LocalCluster(spec = "sleepers.yaml", hosts = 2)
    static class Other {
        @Test
        void test() {}
    }

    @Test
    void startsWithTheFirstClassAndEndsWithTheRun() {
        SEEN.clear();
        EngineRun run = EngineRun.of(reports, One.class, Two.class, Three.class);
        assertThat(run.failure()).hasMessage("fails");
        assertThat(run.report(Three.class, "test").resolve("worker-0.log")).exists();
        assertThat(SEEN).hasSize(1).noneMatch(Files::exists);

        SEEN.clear();
        EngineRun.of(reports, PARALLEL, One.class, Two.class).succeeded(2);
        assertThat(SEEN).hasSize(1);
    }

    @Test
    void refusesDifferentSettings() {
        assertThat(EngineRun.of(reports, One.class, Other.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("the shared cluster 'sleepers' was started with other settings")
                .hasMessageContaining("1 hosts")
                .hasMessageContaining("this class wants: spec");
    }

    static class Broken {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .shared("broken")
                .yaml("members: {a: {command: 'exit 4'}}")
                .build();

        @Test
        void test() {}
    }

    static class BrokenToo {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .shared("broken")
                .yaml("members: {a: {command: 'exit 4'}}")
                .build();

        @Test
        void test() {}
    }

    @Test
    void doesNotRetryAFailedStart() {
        assertThat(EngineRun.of(reports, Broken.class, BrokenToo.class).failures())
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        first -> assertThat(first).contains("exit code 4"),
                        second -> assertThat(second).contains("could not be started before"));
    }

    private static final Map<String, Integer> NETWORKS = new ConcurrentHashMap<>();

    @LocalCluster(spec = "sleepers.yaml", hosts = 2)
    static class Parallel1 {
        private static final java.util.concurrent.CyclicBarrier TOGETHER = new java.util.concurrent.CyclicBarrier(4);

        @Test
        void test(Cluster cluster) throws Exception {
            NETWORKS.put(getClass().getName(), cluster.network());
            TOGETHER.await();
            assertThat(cluster.isReady()).isTrue();
        }
    }

    static class Parallel2 extends Parallel1 {}

    static class Parallel3 extends Parallel1 {}

    static class Parallel4 extends Parallel1 {}

    @Test
    void parallelClassesHaveTheirOwnNetworks() {
        NETWORKS.clear();
        EngineRun.of(reports, PARALLEL, Parallel1.class, Parallel2.class, Parallel3.class, Parallel4.class)
                .succeeded(4);
        assertThat(List.copyOf(NETWORKS.values())).hasSize(4).doesNotHaveDuplicates();
    }
}
