package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runner.junit.Cluster;
import dev.runner.junit.LocalClusterExtension;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas of a pipeline on several workers. */
@IntegrationScenario
@Tag("V29b")
class ReplicaTest {

    @RegisterExtension
    static final LocalClusterExtension CLUSTER = FastFailoverClusterSpec.of(3);

    private static Cluster cluster;
    private static ControlPlaneClient control;

    @BeforeAll
    static void up(Cluster started) {
        cluster = started;
        control = ControlPlaneClient.of(started);
    }

    private static String deploy(String extra) throws Exception {
        return control.deploy("{\"name\":\"replicated\",\"pipelines\":[{\"name\":\"p\",\"replicas\":3" + extra
                + ",\"source\":\"stream A = Tick .emit(v: 1)\"}]}");
    }

    private static JsonNode inject(String group, String key) throws Exception {
        return control.inject(group, "Tick", "{\"key\":\"" + key + "\"}")
                .expect(200)
                .json();
    }

    @Test
    void replicasAreOnDistinctWorkers() throws Exception {
        String group = deploy("");

        Map<String, String> placements = control.placements(group);

        assertThat(placements).containsOnlyKeys("p#0", "p#1", "p#2");
        assertThat(new HashSet<>(placements.values())).hasSize(3);
        control.delete(group, "at the end");
    }

    @Test
    void aKeyAlwaysReachesTheSameReplica() throws Exception {
        String group = deploy(",\"partition_key\":\"key\"");
        Map<String, String> replicaOf = new TreeMap<>();

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                String replica = inject(group, "sensor-" + i).get("routed_to").textValue();
                assertThat(replicaOf.merge("sensor-" + i, replica, (before, now) -> before))
                        .isEqualTo(replica);
            }
        }

        assertThat(new HashSet<>(replicaOf.values())).hasSizeGreaterThanOrEqualTo(2);
        control.delete(group, "at the end");
    }

    @Test
    void withoutAKeyReplicasAreChosenRoundRobin() throws Exception {
        String group = deploy("");
        Map<String, Integer> count = new TreeMap<>();

        for (int i = 0; i < 9; i++) {
            count.merge(inject(group, "any").get("routed_to").textValue(), 1, Integer::sum);
        }

        assertThat(count).isEqualTo(Map.of("p#0", 3, "p#1", 3, "p#2", 3));
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V39")
    void aKeyReachesItsReplicaAfterAMigration() throws Exception {
        String group = deploy(",\"partition_key\":\"key\"");
        String replica = inject(group, "x").get("routed_to").textValue();
        String before = control.workerOf(group, replica);
        String target = FastFailoverClusterSpec.workers(cluster).stream()
                .filter(worker -> !worker.equals(before))
                .findFirst()
                .orElseThrow();

        control.migrate(group, replica, target);

        JsonNode after = inject(group, "x");
        assertThat(after.get("routed_to").textValue()).isEqualTo(replica);
        assertThat(after.get("worker_id").textValue()).isEqualTo(target);
        control.delete(group, "at the end");
    }
}
