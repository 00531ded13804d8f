package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The default cluster, with the packaged jar. */
@Tag("R17")
@Timeout(180)
@LocalCluster(hosts = 2)
class DefaultClusterIT {
    private static final String WORKERS = "/api/v1/cluster/workers";

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void reset() {
        Awaitility.reset();
    }

    @Test
    void coordinatorAndWorkersAnswer(Cluster cluster, List<Member> members) {
        assertThat(members).extracting(Member::name).containsExactly("coordinator", "worker-0", "worker-1");
        assertThat(cluster.coordinator().ordinal()).isEqualTo(255);
        MemberHttp coordinator = cluster.coordinator().http();
        HttpAnswer answer = coordinator.await(WORKERS, each -> each.body().contains("\"total\":2"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).contains("json");
        assertThat(coordinator.withoutHeader("x-api-key").get(WORKERS).status()).isEqualTo(401);
        assertThat(coordinator.put("/nowhere", "{}").status()).isEqualTo(404);
        assertThat(coordinator.delete("/nowhere").status()).isEqualTo(404);
        assertThat(cluster + cluster.describe() + coordinator + members)
                .doesNotContain(cluster.apiKey().orElseThrow());
    }

    @Test
    @Tag("F11")
    void restartsAWorkerAfter55(@OfMember("worker-1") Member worker) {
        int before = worker.starts();
        worker.http().post("/api/v1/restart", "{}");
        assertThat(worker.awaitExit().code()).isEqualTo(55);
        Awaitility.await().until(() -> worker.starts() == before + 1);
        worker.awaitReady();

        worker.exitWith(55);
        Awaitility.await().until(() -> worker.starts() == before + 2);
        worker.awaitReady();
    }

    @Test
    void aDeadWorkerDoesNotAnswer(@OfMember("worker-0") Member worker) {
        worker.kill();

        assertThatThrownBy(() -> worker.http().get("/health"))
                .hasMessageContaining("worker-0 does not answer GET " + worker.url() + "/health");
        assertThatThrownBy(() -> worker.http().await("/health", answer -> true, Duration.ofSeconds(1)))
                .hasMessageContaining("the last response: worker-0 does not answer");
    }

    @LocalCluster(hosts = 1)
    static class Next {
        @Test
        void startsFromTheArchive(@OfMember("worker-0") Member worker) throws Exception {
            String archive = archive().archive().file().toString();
            assertThat(Files.readString(Path.of("/proc/" + worker.pid() + "/maps")))
                    .as("what is mapped")
                    .contains(archive);
            worker.restart();
            worker.awaitReady();
        }
    }

    /** The cluster of this class has the archive built in the background, unless an earlier build has done so. */
    @Test
    void laterClustersStartFromAnArchive(@TempDir Path reports) {
        Awaitility.await().atMost(Duration.ofSeconds(150)).until(() -> archive().isComplete());

        EngineRun.of(reports, Next.class).succeeded(1);
    }

    private static MembersStartArchive archive() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return MembersStartArchive.of(java, MembersJar.path()).orElseThrow();
    }

    @Test
    void unpacksItsMembersOutsideTheClassPath() {
        assertThat(MembersJar.path())
                .startsWith(Path.of(System.getenv("XDG_CACHE_HOME")))
                .isRegularFile();
        assertThatThrownBy(() -> Class.forName("dev.runner.coordinator.CoordinatorMain"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
