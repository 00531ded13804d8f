package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runner.junit.Cluster;
import dev.runner.junit.HttpAnswer;
import dev.runner.junit.LocalClusterExtension;
import dev.runner.junit.Member;
import dev.runner.junit.MemberHttp;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requested migrations: they do not affect clients that inject, and no event is lost or processed twice. */
@Tag("alone")
@IntegrationScenario
class PlannedMigrationTest {
    private static final String COUNTING = "stream Count = Tick .aggregate(cnt: count()) .emit(cnt: cnt)";

    @RegisterExtension
    static final LocalClusterExtension CLUSTER = FastFailoverClusterSpec.of(4);

    private static Cluster cluster;
    private static ControlPlaneClient control;

    @BeforeAll
    static void up(Cluster started) {
        cluster = started;
        control = ControlPlaneClient.of(started);
    }

    @AfterEach
    void heal() throws Exception {
        for (String worker : FastFailoverClusterSpec.workers(cluster)) {
            control.undrain(worker);
        }
        FastFailoverClusterSpec.heal(cluster, control);
    }

    private static String workerOf(String group) throws Exception {
        return control.workerOf(group, "p");
    }

    private static String another(Predicate<String> not) {
        return FastFailoverClusterSpec.workers(cluster).stream()
                .filter(worker -> !not.test(worker))
                .findFirst()
                .orElseThrow();
    }

    private static void restartAll() throws Exception {
        control.post("/restart", "").expect(202);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode round = control.get("/restart").expect(200).json();
            assertThat(round.get("status").textValue()).as(round.toString()).isEqualTo("done");
        });
    }

    @Test
    @Tag("V23")
    @Tag("V37")
    @Tag("V38")
    @Tag("V39")
    @Tag("V46")
    void processesEveryAcceptedEventOnceDuringMigrations() throws Exception {
        String group = control.deployOne(COUNTING);
        Map<String, Integer> starts = starts();

        try (ContinuousEventInjector injector = ContinuousEventInjector.into(control, group, 4)) {
            injector.awaitMore(100);
            String first = workerOf(group);
            control.drain(first);
            injector.awaitMore(100);
            control.undrain(first);
            control.post("/rebalance", "").expect(200);
            injector.awaitMore(100);
            for (int round = 0; round < 10; round++) {
                String from = workerOf(group);
                control.migrate(group, "p", another(from::equals));
                injector.awaitMore(20);
            }
            restartAll();
            injector.awaitMore(100);
            injector.stop();

            assertThat(injector.refused()).isEmpty();
            assertThat(injector.outputs().stream()
                            .map(output -> output.get("cnt").asInt()))
                    .as("each count from 1 on, once")
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, injector.accepted())
                            .boxed()
                            .toList());
        }
        starts.replaceAll((worker, before) -> before + 1);
        assertThat(starts()).as("each worker restarted once").isEqualTo(starts);
        control.delete(group, "at the end");
    }

    private static Map<String, Integer> starts() {
        Map<String, Integer> starts = new TreeMap<>();
        for (String worker : FastFailoverClusterSpec.workers(cluster)) {
            starts.put(worker, cluster.member(worker).starts());
        }
        return starts;
    }

    @Test
    @Tag("V27")
    void processesRoutedEventsOnceDuringMigrations() throws Exception {
        String group = control.deploy("""
                {"name": "chain",
                 "pipelines": [
                   {"name": "first", "source": "stream A = Tick .emit(n: n)", "worker_affinity": "worker-0"},
                   {"name": "second", "worker_affinity": "worker-1",
                    "source": "stream B = A .aggregate(cnt: count(), all: count_distinct(n)) .emit(cnt: cnt, all: all)"}],
                 "routes": [{"from_pipeline": "_external", "to_pipeline": "first", "event_types": ["Tick"]},
                            {"from_pipeline": "first", "to_pipeline": "second", "event_types": ["A"]}]}
                """);

        int accepted;
        try (ContinuousEventInjector injector = ContinuousEventInjector.into(control, group, 2)) {
            for (String to : List.of("worker-2", "worker-3", "worker-1", "worker-0")) {
                injector.awaitMore(50);
                control.migrate(group, "second", to);
                injector.awaitMore(50);
                control.migrate(group, "first", to.equals("worker-0") ? "worker-1" : "worker-0");
                control.migrate(group, "first", to);
            }
            injector.awaitMore(50);
            injector.stop();
            assertThat(injector.refused()).isEmpty();
            accepted = injector.accepted();
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processed(group, "second")).isEqualTo(accepted));
        // One more event, sent directly: the response has the count so far.
        JsonNode last = probe(group);
        assertThat(last.get("cnt").asInt()).isEqualTo(accepted + 1);
        assertThat(last.get("all").asInt()).isEqualTo(accepted + 1);
        control.delete(group, "at the end");
    }

    private static JsonNode pipeline(String group, String slot, String path, String body) throws Exception {
        MemberHttp worker = cluster.member(control.workerOf(group, slot)).http();
        String pipeline = "/api/v1/pipelines/" + control.pipelineIdOf(group, slot) + path;
        HttpAnswer answer = body.isEmpty() ? worker.get(pipeline) : worker.post(pipeline, body);
        return JsonTreeReader.parse(answer.expect(200).body());
    }

    private static int processed(String group, String slot) throws Exception {
        return pipeline(group, slot, "", "").get("events_processed").intValue();
    }

    private static JsonNode probe(String group) throws Exception {
        return pipeline(group, "second", "/events", "{\"event_type\":\"A\",\"fields\":{\"n\":-1}}")
                .at("/output_events/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "migrate", "restart"})
    @Tag("P7")
    @Tag("V39")
    @Tag("V46")
    void anOpenWindowMovesAlong(String move) throws Exception {
        String group = control.deployOne(
                "stream W = Tick .window(5) .aggregate(cnt: count(), sum: sum(n)) .emit(cnt: cnt, sum: sum)");
        String before = workerOf(group);
        String idBefore = control.pipelineIdOf(group, "p");
        for (int n = 1; n <= 3; n++) {
            assertThat(control.outputs(group, "Tick", "{\"n\":" + n + "}")).isEmpty();
        }

        switch (move) {
            case "drain" -> control.drain(before);
            case "migrate" -> control.migrate(group, "p", another(before::equals));
            default -> {
                Member worker = cluster.member(before);
                int starts = worker.starts();
                worker.http().post("/api/v1/restart", "").expect(202);
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> worker.starts() == starts + 1);
            }
        }

        assertThat(control.outputs(group, "Tick", "{\"n\":4}")).isEmpty();
        assertThat(control.outputs(group, "Tick", "{\"n\":5}"))
                .singleElement()
                .satisfies(fired -> assertThat(fired)
                        .isEqualTo(JsonTreeReader.parse("{\"event_type\":\"W\",\"cnt\":5,\"sum\":15}")));
        assertThat(control.pipelineIdOf(group, "p")).isNotEqualTo(idBefore);
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V37")
    void drainingIsIdempotent() throws Exception {
        String group = control.deployOne("stream A = Tick .emit(v: 1)");
        String worker = workerOf(group);

        assertThat(control.drain(worker).get("pipelines_migrated").intValue()).isEqualTo(1);
        assertThat(control.drain(worker).get("pipelines_migrated").intValue()).isZero();

        assertThat(control.workers()).containsEntry(worker, "draining");
        assertThat(workerOf(group)).isNotEqualTo(worker);
        assertThat(control.outputs(group, "Tick", "{}")).hasSize(1);
        control.undrain(worker);
        assertThat(control.workers()).containsEntry(worker, "ready");
        control.delete(group, "at the end");
    }

    @Test
    @Tag("V38")
    void rebalancingGivesAJoiningWorkerItsShare() throws Exception {
        cluster.member("worker-3").stop();
        Awaitility.await().until(() -> !"ready".equals(control.workers().get("worker-3")));
        String pipelines = String.join(
                ",",
                IntStream.range(0, 8)
                        .mapToObj(i -> "{\"name\":\"p" + i + "\",\"source\":\"stream A = Tick .emit(v: " + i + ")\"}")
                        .toList());
        String group = control.deploy("{\"name\":\"eight\",\"pipelines\":[" + pipelines + "]}");
        assertThat(new HashSet<>(control.placements(group).values())).doesNotContain("worker-3");
        cluster.member("worker-3").start();
        control.awaitWorkers("ready", Set.of("worker-3"));

        JsonNode answer = control.post("/rebalance", "").expect(200).json();

        assertThat(answer.get("migrations_started").intValue())
                .isEqualTo(answer.get("migration_ids").size())
                .isPositive();
        answer.get("migration_ids").forEach(id -> control.awaitMigration(id.textValue()));
        Map<String, String> after = control.placements(group);
        for (String worker : FastFailoverClusterSpec.workers(cluster)) {
            assertThat(after.values().stream().filter(worker::equals).count())
                    .as(worker)
                    .isEqualTo(2);
        }
        control.assertEachSlotRunsOnce(group);
        control.delete(group, "at the end");
    }
}
