package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers and the coordinator end and come back, and no group is lost. */
@Scenario
class MemberRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COUNTING = "stream Count = Tick .aggregate(cnt: count()) .emit(cnt: cnt)";
    private static PipelineCluster cluster;

    @BeforeAll
    static void up(Sandbox sandbox) throws Exception {
        cluster = PipelineCluster.start(sandbox, 2);
    }

    @AfterEach
    void heal() throws Exception {
        cluster.start("coordinator");
        cluster.heal();
    }

    private static int count(String group) throws Exception {
        List<JsonNode> outputs = cluster.control().outputs(group, "Tick", "{}");
        assertThat(outputs).hasSize(1);
        return outputs.get(0).get("cnt").asInt();
    }

    @Test
    @Tag("V8")
    @Tag("V46")
    void aWorkerThatRestartsWith55ComesBackWithItsPipelinesUnderNewIds() throws Exception {
        ControlPlane control = cluster.control();
        String group = control.deployOne(COUNTING);
        String worker = control.workerOf(group, "p");
        String before = control.pipelineIdOf(group, "p");
        int restarts = cluster.restarts(worker);
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        Http.post(cluster.address(worker) + "/api/v1/restart", "x-api-key", control.key())
                .expect(202);
        await().atMost(PATIENCE).until(() -> cluster.restarts(worker) == restarts + 1);

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
        ControlPlane control = cluster.control();
        String group = control.deployOne(COUNTING);
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        cluster.restart("coordinator");

        control.awaitWorkers("ready", cluster.workers());
        control.awaitRunning(group);
        assertThat(count(group)).isEqualTo(11);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V40")
    void aCoordinatorThatIsKilledHasItsGroupsWhenItIsBack() throws Exception {
        ControlPlane control = cluster.control();
        String first = control.deployOne(COUNTING);
        assertThat(count(first)).isEqualTo(1);

        for (int round = 0; round < 3; round++) {
            cluster.kill("coordinator");
            cluster.start("coordinator");
            control.awaitWorkers("ready", cluster.workers());
            control.awaitRunning(first);
            assertThat(count(first)).isEqualTo(2 + round);
        }
        control.assertEachSlotRunsOnce(first);
        control.delete(first, "at the end");
        cluster.restart("coordinator");
        control.awaitWorkers("ready", cluster.workers());
        assertThat(control.get("/pipeline-groups/" + first).status()).isEqualTo(404);
    }

    @Test
    @Tag("V40")
    void workersAndCoordinatorDieTogetherAndTheGroupsRunAgain() throws Exception {
        ControlPlane control = cluster.control();
        String group = control.deployOne("stream A = Tick .emit(v: 1)");

        for (String member : List.of("worker-0", "coordinator", "worker-1")) {
            cluster.kill(member);
        }
        for (String member : List.of("coordinator", "worker-0", "worker-1")) {
            cluster.start(member);
        }

        control.awaitOutput(group, "Tick", "v", "1");
        control.awaitRunning(group);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V36")
    void aWorkerThatIsStoppedHandsItsStateToTheOther() throws Exception {
        ControlPlane control = cluster.control();
        String group = control.deployOne(COUNTING);
        String worker = control.workerOf(group, "p");
        for (int i = 1; i <= 10; i++) {
            assertThat(count(group)).isEqualTo(i);
        }

        cluster.stop(worker);

        assertThat(count(group)).isEqualTo(11);
        assertThat(control.workerOf(group, "p")).isNotEqualTo(worker);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V36")
    @Tag("V15")
    void aWorkerThatStoodStillAndComesBackRunsNothingTwice() throws Exception {
        ControlPlane control = cluster.control();
        String group = control.deployOne("stream A = Tick .emit(v: 1)");
        String worker = control.workerOf(group, "p");
        long pid = cluster.sandbox().member(worker).get("pid").longValue();

        Processes.signal("STOP", pid);
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> !control.workerOf(group, "p").equals(worker));
        } finally {
            Processes.signal("CONT", pid);
        }

        control.awaitOutput(group, "Tick", "v", "1");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(control.workers()).containsEntry(worker, "ready");
            JsonNode left = Http.get(cluster.address(worker) + "/api/v1/pipelines", "x-api-key", control.key())
                    .expect(200)
                    .json();
            assertThat(left.get("total").intValue()).as(left.toString()).isZero();
        });
        control.assertEachSlotRunsOnce(group);
        control.delete(group, "at the end");
    }
}
