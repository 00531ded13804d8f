package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Faults end before the next test starts. */
@Tag("R17")
@Timeout(120)
class ClusterHealerTest {
    @TempDir
    Path reports;

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    @LocalCluster(spec = "sleepers.yaml", hosts = 4)
    static class Careless {
        @Test
        @Order(1)
        void stopsAndPausesMembers(Cluster cluster) {
            cluster.member("worker-0").kill();
            cluster.member("worker-1").pause();
            cluster.member("worker-2").exitWith(7);
            cluster.member("worker-3").stop();
        }

        @Test
        @Order(2)
        void findsNoRunningMember(Cluster cluster) {
            assertThat(cluster.isReady()).isTrue();
            assertThat(cluster.members())
                    .allMatch(member -> member.log().lines().isEmpty());
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    @LocalCluster(spec = "sleepers.yaml", hosts = 2, heal = false)
    static class Ordered {
        @Test
        @Order(1)
        void kills(@OfMember("worker-0") Member victim) {
            victim.kill();
        }

        @Test
        @Order(2)
        void findsMembersAsTheyWereLeft(@OfMember("worker-0") Member victim) {
            assertThat(victim.state()).isEqualTo(MemberState.STOPPED);
        }
    }

    @Test
    void healsMembersBeforeTheNextTestUnlessDisabled() {
        EngineRun.of(reports, Careless.class, Ordered.class).succeeded(4);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Incurable {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .yaml("members: {a: {command: '[ ! -e broken ] || exit 5; echo up; exec sleep 600', ready: {log: up}}}")
                .build();

        @Test
        @Order(1)
        void breaks(Member only) {
            assertThat(only.exec("touch", "broken").exitCode()).isZero();
            only.kill();
        }

        @Test
        @Order(2)
        void mustNotRun() {
            throw new IllegalStateException("must not be run");
        }
    }

    @Test
    void explainsWhyHealingFailed() {
        assertThat(EngineRun.of(reports, Incurable.class).failure())
                .isInstanceOf(ClusterFailedError.class)
                .hasMessageContaining("a-0 ended with exit code 5");
    }
}
