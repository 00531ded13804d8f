package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runner.junit.Cluster;
import dev.runner.junit.LocalClusterExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers and the coordinator restart without the loss of a group. */
@IntegrationScenario
class MemberRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COUNTING = "stream Count = Tick .aggregate(cnt: count()) .emit(cnt: cnt)";

    @RegisterExtension
    static final LocalClusterExtension CLUSTER = FastFailoverClusterSpec.of(2);

    private static Cluster cluster;
    private static ControlPlaneClient control;

    @BeforeAll
    static void up(Cluster started) {
        cluster = started;
        control = ControlPlaneClient.of(started);
    }

    @AfterEach
    void heal() throws Exception {
        FastFailoverClusterSpec.heal(cluster, control);
    }

    private static int count(String group) throws Exception {
        List<JsonNode> outputs = control.outputs(group, "Tick", "{}");
        assertThat(outputs).hasSize(1);
        return outputs.get(0).get("cnt").asInt();
    }

    @Test
    @Tag("V8")
    @Tag("V46")
    void aWorkerThatRestartsWith55ComesBackWithItsPipelinesUnderNewIds() throws Exception {
        String group = control.deployOne(COUNTING);
        String worker = control.workerOf(group, "p");
        String before = control.pipelineIdOf(group, "p");
        int starts = cluster.member(worker).starts();
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        cluster.member(worker).http().post("/api/v1/restart", "").expect(202);
        await().atMost(PATIENCE).until(() -> cluster.member(worker).starts() == starts + 1);

        assertThat(count(group)).isEqualTo(11);
        control.awaitRunning(group);
        assertThat(control.pipelineIdOf(group, "p")).isNotEqualTo(before);
        control.assertEachSlotRunsOnce(group);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V40")
    @Tag("V4")
    void afterARestartOfTheCoordinatorTheGroupsRunAgainAndHaveForgottenNothing() throws Exception {
        String group = control.deployOne(COUNTING);
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        cluster.member("coordinator").restart();

        control.awaitWorkers("ready", FastFailoverClusterSpec.workers(cluster));
        control.awaitRunning(group);
        assertThat(count(group)).isEqualTo(11);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V40")
    void aCoordinatorThatIsKilledHasItsGroupsWhenItIsBack() throws Exception {
        String first = control.deployOne(COUNTING);
        assertThat(count(first)).isEqualTo(1);

        for (int round = 0; round < 3; round++) {
            cluster.member("coordinator").kill();
            cluster.member("coordinator").start();
            control.awaitWorkers("ready", FastFailoverClusterSpec.workers(cluster));
            control.awaitRunning(first);
            assertThat(count(first)).isEqualTo(2 + round);
        }
        control.assertEachSlotRunsOnce(first);
        control.delete(first, "at the end");
        cluster.member("coordinator").restart();
        control.awaitWorkers("ready", FastFailoverClusterSpec.workers(cluster));
        assertThat(control.get("/pipeline-groups/" + first).status()).isEqualTo(404);
    }

    @Test
    @Tag("V40")
    void workersAndCoordinatorDieTogetherAndTheGroupsRunAgain() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");

        for (String member : List.of("worker-0", "coordinator", "worker-1")) {
            cluster.member(member).kill();
        }
        for (String member : List.of("coordinator", "worker-0", "worker-1")) {
            cluster.member(member).start();
        }

        control.awaitOutput(group, "Tick", "v", "1");
        control.awaitRunning(group);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V36")
    void aStoppedWorkerHandsOverItsState() throws Exception {
        String group = control.deployOne(COUNTING);
        String worker = control.workerOf(group, "p");
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        cluster.member(worker).stop();

        assertThat(count(group)).isEqualTo(11);
        assertThat(control.workerOf(group, "p")).isNotEqualTo(worker);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V36")
    @Tag("V15")
    void aResumedWorkerRunsNothingTwice() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");
        String worker = control.workerOf(group, "p");

        cluster.member(worker).pause();
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> !control.workerOf(group, "p").equals(worker));
        } finally {
            cluster.member(worker).resume();
        }

        control.awaitOutput(group, "Tick", "v", "1");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(control.workers()).containsEntry(worker, "ready");
            JsonNode left = JsonTreeReader.parse(cluster.member(worker)
                    .http()
                    .get("/api/v1/pipelines")
                    .expect(200)
                    .body());
            assertThat(left.get("total").intValue()).as(left.toString()).isZero();
        });
        control.assertEachSlotRunsOnce(group);
        control.delete(group, "at the end");
    }
}
