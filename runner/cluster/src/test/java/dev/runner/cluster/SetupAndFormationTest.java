package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done once for a real cluster, and how it is found out that its members see each other. */
@Timeout(60)
class SetupAndFormationTest {
    private static final String UP = "command: 'echo up; exec sleep 60', ready: {log: up}";

    @TempDir
    Path home;

    private static void setsUpOnce(ClusterFixture real, int times) throws Exception {
        Path made = real.cluster.directory().resolve("setup/made");
        assertThat(made).hasContent("2 up\n".repeat(times));
    }

    @Test
    @Tag("R4")
    void setupRunsOnceWhenAllAreReady() throws Exception {
        String yaml = """
                name: shop
                hosts: 2
                members: {a: {%s}}
                setup:
                  - 'echo "{{count}} $(cat ../logs/a-0.log)" | tee -a made'
                  - [sh, -c, 'echo for $MULTIHOST_CLUSTER at {{#hosts}}{{ip}} {{/hosts}}']
                """.formatted(UP);
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            setsUpOnce(real, 1);
            String net = String.valueOf(real.cluster.plan().network().number());
            assertThat(real.log("setup")).isEqualTo("2 up\nfor shop at 127.N.0.1 127.N.1.1\n".replace("N", net));
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThat(real.cluster.status().members()).hasSize(2);
            assertThat(real.timeline())
                    .anyMatch(line -> line.contains("\"event\":\"setup\"") && line.contains("setup command `"));
            ClusterFixture.within(real.cluster.restartMember("a-0"));
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            setsUpOnce(real, 1);
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.anew()).awaitReady()) {
            setsUpOnce(real, 1);
        }
    }

    @Test
    @Tag("R4")
    void aFailedSetupIsFatal() throws Exception {
        String yaml = "members: {a: {" + UP + "}}\nsetup: ['echo no quorum; exit 3']";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.ready).isEmpty();
            assertThat(real.fatals.get(0).message())
                    .startsWith("setup command `echo no quorum; exit 3` ended with exit code 3 after ")
                    .contains("    no quorum\n")
                    .endsWith("logs/setup.log");
        }
    }

    @Test
    @Tag("F18")
    void aSetupThatHangsEndsWithItsCluster() throws Exception {
        String yaml = "members: {a: {" + UP + "}}\nsetup: ['echo $$ > pid; sleep 61']";
        ClusterFixture real = ClusterFixture.start(home, yaml, Wish.within(Duration.ofSeconds(1)));
        try (real) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);
            assertThat(real.fatals.get(0).headline()).matches("the setup was not done after 1\\.\\d s");
            long pid = Long.parseLong(Files.readString(real.cluster.directory().resolve("setup/pid"))
                    .strip());
            assertThat(ClusterReadinessTest.isAlive(pid)).isFalse();
        }
    }

    @Test
    @Tag("R2")
    void aClusterHasFormedWhenEachMemberSeesIt() throws Exception {
        String yaml = """
                hosts: 2
                members:
                  asked: {command: 'echo up; exec sleep 60', ready: {log: up}, formed: {command: [test, -e, "{{spec.dir}}/all"]}}
                  tells: {command: 'echo up; echo servers={{count}}; exec sleep 60', ready: {log: up}, formed: {log: "servers={{count}}"}}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            await().until(() -> formed(real, "tells-1"));
            assertThat(formed(real, "asked-0")).isFalse();
            assertThat(real.cluster.status().formed()).isFalse();

            Files.createFile(home.resolve("all"));
            await().until(() -> real.formed.size() == 1);
            assertThat(real.cluster.status().formed()).isTrue();
            assertThat(real.timeline()).anyMatch(line -> line.contains("cluster_formed"));

            Files.delete(home.resolve("all"));
            ClusterFixture.within(real.cluster.killMember("tells-0"));
            assertThat(real.cluster.status().formed()).isFalse();
            assertThat(formed(real, "asked-0")).isFalse();
            assertThat(formed(real, "tells-1")).isTrue();

            ClusterFixture.within(real.cluster.startMember("tells-0"));
            await().until(() -> formed(real, "tells-0"));
            assertThat(real.cluster.status().formed()).isFalse();
            Files.createFile(home.resolve("all"));
            await().until(() -> real.formed.size() == 2);
            assertThat(real.cluster.status().formed()).isTrue();
        }
    }

    private static boolean formed(ClusterFixture real, String member) {
        return real.cluster.status().members().stream()
                .filter(each -> each.planned().name().equals(member))
                .anyMatch(each -> Boolean.TRUE.equals(each.formed()));
    }

    @Test
    @Tag("R2")
    void aClusterThatDoesNotFormInTimeRunsOn() throws Exception {
        String yaml = "members: {a: {" + UP + ", formed: {command: [test, -e, '{{spec.dir}}/all'], timeout: 200ms}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            await().until(() -> !real.problems.isEmpty());
            assertThat(real.problems.get(0))
                    .matches("a-0 has not formed a cluster with the others after 2\\d\\d ms: command `test -e .*");
            Files.createFile(home.resolve("all"));
            await().until(() -> !real.formed.isEmpty());
            assertThat(real.state()).isEqualTo(ClusterState.READY);
        }
    }

    @Test
    void nobodyAsksWhetherAClusterHasFormedThatHasNoProbeForIt() throws Exception {
        try (ClusterFixture real =
                ClusterFixture.start(home, "members: {a: {" + UP + "}}").awaitReady()) {
            assertThat(real.cluster.status().formed()).isNull();
            assertThat(real.cluster.status().members().get(0).formed()).isNull();
        }
    }
}
