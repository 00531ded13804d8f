package dev.runner.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that ends gives the state of its pipelines away first. */
@Timeout(30)
class WorkerHandoverTest {

    private static final String GROUP =
            "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\",\"worker_affinity\":\"w0\"}]}";

    @TempDir
    private Path directory;

    private LocalControlPlane plane;
    private StubWorker w0;
    private StubWorker w1;
    private String group = "";

    @BeforeEach
    void start() throws Exception {
        plane = new LocalControlPlane("127.232.255.5", directory);
        w0 = new StubWorker("w0", "127.232.5.1");
        w1 = new StubWorker("w1", "127.232.5.2");
        plane.register(w0, "i0");
        plane.register(w1, "i1");
        group = plane.send("POST", "/pipeline-groups", GROUP, 201).get("id").asText();
    }

    @AfterEach
    void stop() {
        plane.close();
        w0.stop();
        w1.stop();
    }

    private JsonNode handOver(String instance, boolean leaving, int status) throws Exception {
        String body = "{\"instance\":\"" + instance + "\",\"leaving\":" + leaving + "}";
        return plane.send("POST", "/workers/w0/handover", body, status);
    }

    private JsonNode placement() throws Exception {
        return plane.get("/pipeline-groups/" + group).at("/placements/0");
    }

    private String lastMove(String field) throws Exception {
        JsonNode moves = plane.get("/migrations").get("migrations");
        return moves.path(moves.size() - 1).path(field).asText();
    }

    @Test
    @Tag("V37")
    @Tag("V39")
    void movesThatNobodyAskedForAreListedToo() throws Exception {
        plane.send("POST", "/workers/w1/drain", "", 200);
        plane.send("POST", "/workers/w0/drain", "", 503);
        assertThat(lastMove("reason") + " " + lastMove("status")).isEqualTo("drain failed");
        assertThat(lastMove("error")).isEqualTo("no other worker has room");

        plane.send("POST", "/workers/w1/undrain", "", 200);
        await().until(() -> lastMove("status").equals("completed"));
        assertThat(lastMove("reason") + lastMove("source_worker_id") + lastMove("target_worker_id"))
                .isEqualTo("drainw0w1");
        assertThat(lastMove("started_at")).matches("20\\d\\d-.*Z");
        assertThat(Long.parseLong(lastMove("duration_ms"))).isNotNegative();
        assertThat(plane.get("/migrations").get("total").asInt())
                .as("what is tried again and again is one move")
                .isEqualTo(1);

        plane.send("POST", "/workers/w0/undrain", "", 200);
        String body = "{\"target_worker_id\":\"w0\"}";
        assertThat(plane.send("POST", "/pipelines/g/p/migrate", body, 202)
                        .get("reason")
                        .asText())
                .isEqualTo("migrate");
        await().until(() -> lastMove("status").equals("completed"));
        w0.stop();
        plane.call("POST", "/pipeline-groups/" + group + "/inject", "{\"event_type\":\"X\"}");
        await().until(() ->
                lastMove("reason").equals("failover") && lastMove("status").equals("completed"));
        assertThat(lastMove("target_worker_id")).isEqualTo("w1");
    }

    @Test
    @Tag("V46")
    void whatAWorkerThatLeavesHadRunsElsewhereAtOnceWithItsState() throws Exception {
        assertThat(handOver("i0", true, 200).get("handed_over").asInt()).isEqualTo(1);

        await().until(() -> placement().at("/worker_id").asText().equals("w1"));
        await().until(() -> placement().at("/status").asText().equals("Running"));
        assertThat(w1.states.toString()).contains("first=w0-p-1");
        assertThat(plane.get("/workers/w0").get("status").asText()).isNotEqualTo("ready");
        await().until(() -> lastMove("status").equals("completed"));
        assertThat(lastMove("reason") + lastMove("source_worker_id") + lastMove("target_worker_id"))
                .isEqualTo("failoverw0w1");
    }

    @Test
    @Tag("V46")
    void whatAWorkerThatRestartsHadWaitsForIt() throws Exception {
        assertThat(handOver("i0", false, 200).get("handed_over").asInt()).isEqualTo(1);

        assertThat(placement().get("status").asText()).isEqualTo("Waiting");
        assertThat(w1.pipelines).isEmpty();
        w0.pipelines.clear();
        plane.register(w0, "i2");
        await().until(() -> placement().at("/status").asText().equals("Running"));
        assertThat(placement().get("worker_id").asText()).isEqualTo("w0");
        assertThat(w0.states.toString()).contains("first=w0-p-1");
        assertThat(w1.pipelines).isEmpty();
        await().until(() -> lastMove("status").equals("completed"));
        assertThat(lastMove("reason") + lastMove("source_worker_id") + lastMove("target_worker_id"))
                .isEqualTo("restartw0w0");
        assertThat(lastMove("restored")).isEqualTo("last_state");
    }

    /** It has neither handed over nor kept its state. */
    @Test
    @Tag("V39")
    @Tag("V46")
    void aRestartWithoutItsLastStateIsNotCalledCompleted() throws Exception {
        w0.pipelines.clear();
        plane.register(w0, "i2");

        await().until(() -> placement().at("/status").asText().equals("Running"));
        await().until(() -> lastMove("status").equals("failed"));
        assertThat(lastMove("reason") + lastMove("source_worker_id") + lastMove("target_worker_id"))
                .isEqualTo("restartw0w0");
        assertThat(lastMove("restored")).isEqualTo("checkpoint");
        assertThat(lastMove("error")).contains("goes on from its last checkpoint", "w0 has not given its last state");
    }

    @Test
    @Tag("V46")
    void whatAWorkerHasKeptIsRestoredWhenItIsBack() throws Exception {
        w0.kept.addAll(w0.pipelines.values()); // it ended while nobody heard it
        w0.pipelines.clear();
        plane.register(w0, "i2");

        await().until(() -> placement().at("/status").asText().equals("Running"));
        await().until(() -> w0.states.toString().contains("kept=w0-p-1"));
        await().untilAsserted(() -> assertThat(w0.kept).isEmpty());
        assertThat(w1.pipelines).isEmpty();
        await().until(() -> lastMove("status").equals("completed"));
        assertThat(lastMove("restored")).isEqualTo("last_state");
    }

    @Test
    @Tag("V46")
    void whatAWorkerHadKeptIsTakenWhenItLeavesBeforeItWasRestored() throws Exception {
        w0.kept.addAll(w0.pipelines.values());
        w0.pipelines.clear();
        plane.register(w0, "i2");
        handOver("i2", true, 200);

        await().until(() -> placement().at("/worker_id").asText().equals("w1"));
        await().until(() -> w1.states.toString().contains("kept=w0-p-1"));
    }

    @Test
    @Tag("V46")
    void aWorkerThatLeavesWithWhatCouldNotBeTakenIsWaitedFor() throws Exception {
        w0.cannotFreeze = true; // and keeps its state
        assertThat(handOver("i0", true, 200).get("handed_over").asInt()).isZero();

        assertThat(placement().get("status").asText()).isEqualTo("Waiting");
        assertThat(w1.pipelines).isEmpty();
    }

    /** The request to freeze it was given up, and has waited in the socket of a worker that was paused. */
    @Test
    @Tag("V39")
    void whatIsFrozenByALateRequestGoesOn() throws Exception {
        w0.freezeAll();
        await().until(() -> w0.pipelines.keySet().stream().noneMatch(w0::isFrozen));
        await().until(() -> placement().at("/status").asText().equals("Running"));
        assertThat(placement().get("worker_id").asText()).isEqualTo("w0");
    }

    @Test
    @Tag("V43")
    void whoCannotHandOverIsTold() throws Exception {
        assertThat(handOver("other", true, 409).get("code").asText()).isEqualTo("stale_instance");
        String body = "{\"instance\":\"i\",\"leaving\":true}";
        assertThat(plane.send("POST", "/workers/none/handover", body, 404)
                        .get("code")
                        .asText())
                .isEqualTo("worker_not_found");
        for (String incomplete : List.of("{\"leaving\":true}", "{\"instance\":\"i0\"}", "[]")) {
            plane.send("POST", "/workers/w0/handover", incomplete, 400);
        }
        assertThat(placement().get("status").asText()).isEqualTo("Running");
    }
}
