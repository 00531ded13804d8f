package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runner.junit.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A client of the coordinator's API, with JSON as users' scripts see it. */
record ControlPlaneClient(String url, String key) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static ControlPlaneClient of(Cluster cluster) {
        return new ControlPlaneClient(
                cluster.coordinator().url().toString(), cluster.apiKey().orElseThrow());
    }

    SimpleHttpClient.Reply get(String path) throws IOException, InterruptedException {
        return SimpleHttpClient.get(url + "/api/v1/cluster" + path, "x-api-key", key);
    }

    SimpleHttpClient.Reply delete(String path) throws IOException, InterruptedException {
        return SimpleHttpClient.delete(url + "/api/v1/cluster" + path, "x-api-key", key);
    }

    SimpleHttpClient.Reply post(String path, String body) throws IOException, InterruptedException {
        return SimpleHttpClient.post(
                url + "/api/v1/cluster" + path, body, List.of("x-api-key", key, "content-type", "application/json"));
    }

    /** Deploys a group and returns its id. */
    String deploy(String request) throws IOException, InterruptedException {
        JsonNode group = post("/pipeline-groups", request).expect(201).json();
        assertThat(group.get("status").textValue()).isEqualTo("running");
        return group.get("id").textValue();
    }

    /** Deploys a group with one pipeline {@code p}. */
    String deployOne(String source) throws IOException, InterruptedException {
        return deploy("{\"name\":\"one\",\"pipelines\":[{\"name\":\"p\",\"source\":\"" + source + "\"}]}");
    }

    void delete(String group, String why) throws IOException, InterruptedException {
        assertThat(delete("/pipeline-groups/" + group)
                        .expect(200)
                        .json()
                        .get("torn_down")
                        .booleanValue())
                .as(why)
                .isTrue();
    }

    SimpleHttpClient.Reply inject(String group, String type, String fields) throws IOException, InterruptedException {
        return post(
                "/pipeline-groups/" + group + "/inject", "{\"event_type\":\"" + type + "\",\"fields\":" + fields + "}");
    }

    /** The output events of an event that must be accepted. */
    List<JsonNode> outputs(String group, String type, String fields) throws IOException, InterruptedException {
        JsonNode answer = inject(group, type, fields).expect(200).json();
        assertThat(answer.at("/worker_response/accepted").booleanValue()).isTrue();
        return JsonTreeReader.elements(answer.at("/worker_response/output_events"));
    }

    /** The worker of each slot of a group, by the slots' names. */
    Map<String, String> placements(String group) throws IOException, InterruptedException {
        return field(group, "worker_id");
    }

    String workerOf(String group, String slot) throws IOException, InterruptedException {
        return Objects.requireNonNull(placements(group).get(slot), slot);
    }

    String pipelineIdOf(String group, String slot) throws IOException, InterruptedException {
        return Objects.requireNonNull(field(group, "pipeline_id").get(slot), slot);
    }

    private Map<String, String> field(String group, String field) throws IOException, InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        for (JsonNode placement : JsonTreeReader.elements(
                get("/pipeline-groups/" + group).expect(200).json().get("placements"))) {
            found.put(
                    placement.get("pipeline_name").textValue(),
                    placement.path(field).asText(""));
        }
        return found;
    }

    String status(String group) throws IOException, InterruptedException {
        return get("/pipeline-groups/" + group).expect(200).json().get("status").textValue();
    }

    /** The state of each worker by its id. */
    Map<String, String> workers() throws IOException, InterruptedException {
        Map<String, String> found = new TreeMap<>();
        for (JsonNode worker :
                JsonTreeReader.elements(get("/workers").expect(200).json().get("workers"))) {
            found.put(worker.get("id").textValue(), worker.get("status").textValue());
        }
        return found;
    }

    void awaitWorkers(String state, Set<String> ids) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    Map<String, String> now = workers();
                    for (String id : ids) {
                        assertThat(now).containsEntry(id, state);
                    }
                });
    }

    void awaitRunning(String group) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(status(group)).isEqualTo("running"));
    }

    /** Waits until an event gives an output with this field and value again; repeats events that are not accepted. */
    void awaitOutput(String group, String type, String field, String value) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    SimpleHttpClient.Reply reply = inject(group, type, "{}");
                    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                    assertThat(reply.json()
                                    .at("/worker_response/output_events/0/" + field)
                                    .asText())
                            .isEqualTo(value);
                });
    }

    /** Waits for the end of a migration, which must succeed. */
    void awaitMigration(String id) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JsonNode migration = get("/migrations/" + id).expect(200).json();
            assertThat(migration.get("status").textValue())
                    .as(migration.toString())
                    .isEqualTo("completed");
        });
    }

    void migrate(String group, String pipeline, String worker) throws IOException, InterruptedException {
        String slot = pipeline.replace("#", "%23");
        JsonNode started = post(
                        "/pipelines/" + group + "/" + slot + "/migrate", "{\"target_worker_id\":\"" + worker + "\"}")
                .expect(202)
                .json();
        awaitMigration(started.get("migration_id").textValue());
    }

    JsonNode drain(String worker) throws IOException, InterruptedException {
        JsonNode answer = post("/workers/" + worker + "/drain", "").expect(200).json();
        assertThat(answer.get("status").textValue()).isEqualTo("drained");
        return answer;
    }

    void undrain(String worker) throws IOException, InterruptedException {
        post("/workers/" + worker + "/undrain", "").expect(200);
    }

    /** Asserts that every slot of the group runs on one worker, and that no worker lists a slot that runs elsewhere. */
    void assertEachSlotRunsOnce(String group) throws IOException, InterruptedException {
        Map<String, String> placements = placements(group);
        Map<String, Set<String>> listed = new TreeMap<>();
        for (JsonNode worker :
                JsonTreeReader.elements(get("/workers").expect(200).json().get("workers"))) {
            for (JsonNode name : worker.get("assigned_pipelines")) {
                listed.computeIfAbsent(name.textValue(), key -> new TreeSet<>())
                        .add(worker.get("id").textValue());
            }
        }
        placements.forEach(
                (slot, worker) -> assertThat(listed.get(slot)).as(slot).containsExactly(worker));
    }
}
