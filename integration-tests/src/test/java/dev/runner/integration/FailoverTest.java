package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.junit.Cluster;
import dev.runner.junit.LocalClusterExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers are killed, and their pipelines continue on others. */
@Tag("alone")
@IntegrationScenario
@Tag("V36")
class FailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final LocalClusterExtension CLUSTER = FastFailoverClusterSpec.of(3);

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

    private static String workerOf(String group) throws Exception {
        return control.workerOf(group, "p");
    }

    @Test
    void eventsFlowAgainOnASurvivor() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");
        String victim = workerOf(group);
        String idBefore = control.pipelineIdOf(group, "p");

        cluster.member(victim).kill();

        control.awaitOutput(group, "Tick", "v", "1");
        control.awaitRunning(group);
        assertThat(workerOf(group)).isNotEqualTo(victim);
        assertThat(control.pipelineIdOf(group, "p")).isNotEqualTo(idBefore);
        assertThat(control.workers()).containsEntry(victim, "unhealthy");
        control.delete(group, "at the end");
    }

    @Test
    void eventsFlowAgainWhenTheTargetDiesToo() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");
        List<String> dead = new ArrayList<>();

        for (int i = 0; i < 2; i++) {
            String victim = workerOf(group);
            dead.add(victim);
            cluster.member(victim).kill();
            await().atMost(PATIENCE).until(() -> !dead.contains(workerOf(group)));
        }

        control.awaitOutput(group, "Tick", "v", "1");
        assertThat(dead).doesNotHaveDuplicates().doesNotContain(workerOf(group));
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V40")
    void recoversAfterTheLossOfAllWorkers() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");

        for (String worker : FastFailoverClusterSpec.workers(cluster)) {
            cluster.member(worker).kill();
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            SimpleHttpClient.Reply reply = control.inject(group, "Tick", "{}");
            assertThat(reply.status()).as(reply.body()).isEqualTo(503);
            assertThat(reply.json().get("code").textValue()).isEqualTo("no_workers_available");
        });
        assertThat(control.get("/topology").status()).isEqualTo(200);
        assertThat(control.status(group)).isEqualTo("failed");

        cluster.member("worker-1").start();

        control.awaitOutput(group, "Tick", "v", "1");
        assertThat(workerOf(group)).isEqualTo("worker-1");
        control.delete(group, "at the end");
    }

    @Test
    void losesOnlyStateSinceTheLastCheckpoint() throws Exception {
        String group = control.deployOne("stream C = Tick .aggregate(cnt: count()) .emit(cnt: cnt)");
        for (int i = 1; i <= 100; i++) {
            assertThat(control.outputs(group, "Tick", "{}").get(0).get("cnt").asInt())
                    .isEqualTo(i);
        }
        String worker = workerOf(group);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(checkpointed(group)).isEqualTo(100));

        cluster.member(worker).kill();

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(control.inject(group, "Tick", "{}").status()).isEqualTo(200));
        assertThat(control.outputs(group, "Tick", "{}").get(0).get("cnt").asInt())
                .isEqualTo(102);
        control.delete(group, "at the end");
    }

    /** The number of events in the coordinator's last checkpoint of the only pipeline. */
    private static long checkpointed(String group) throws Exception {
        return control.get("/pipeline-groups/" + group)
                .expect(200)
                .json()
                .at("/placements/0/checkpointed_events")
                .asLong();
    }

    @Test
    void fiveRoundsOfJoinAndKill() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");

        for (int round = 0; round < 5; round++) {
            String victim = workerOf(group);
            cluster.member(victim).kill();
            control.awaitOutput(group, "Tick", "v", "1");
            assertThat(workerOf(group)).isNotEqualTo(victim);
            cluster.member(victim).start();
            control.awaitWorkers("ready", Set.of(victim));
        }

        control.assertEachSlotRunsOnce(group);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V29b")
    @Tag("slow")
    void everySlotRunsOnceAfterRandomKillsAndJoins() throws Exception {
        String group = control.deploy("""
                {"name": "churn", "pipelines": [
                  {"name": "p", "source": "stream A = Tick .emit(n: n)"},
                  {"name": "q", "replicas": 3, "partition_key": "n", "source": "stream B = Tock .emit(n: n)"}],
                 "routes": [{"from_pipeline": "_external", "to_pipeline": "q", "event_types": ["Tock"]}]}
                """);
        Random random = new Random(4);
        List<String> workers = List.copyOf(FastFailoverClusterSpec.workers(cluster));
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();

        try (ContinuousEventInjector injector = ContinuousEventInjector.into(control, group, 2)) {
            while (System.nanoTime() < end) {
                String worker = workers.get(random.nextInt(workers.size()));
                cluster.member(worker).kill();
                if (random.nextInt(3) == 0) {
                    cluster.member(workers.get(random.nextInt(workers.size()))).kill();
                }
                for (String each : workers) {
                    cluster.member(each).start();
                }
                control.awaitWorkers("ready", Set.of(worker));
            }
            FastFailoverClusterSpec.heal(cluster, control);
            control.awaitRunning(group);
            injector.awaitMore(10);
            injector.stop();
            assertThat(injector.accepted()).isPositive();
            assertThat(injector.outputs()).hasSize(injector.accepted());
            assertThat(injector.refused()).allMatch(refused -> refused.matches("(?s).*status=50[23].*"));
        }
        control.assertEachSlotRunsOnce(group);
        Map<String, String> placements = control.placements(group);
        assertThat(placements).hasSize(4);
        control.delete(group, "at the end");
    }
}
