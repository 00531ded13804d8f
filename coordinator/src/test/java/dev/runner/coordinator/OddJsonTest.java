package dev.runner.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.http.json.JsonRecords;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Values that JSON allows and programs trip over, in every place of every request: none is a mistake of the server. */
@Timeout(60)
@Tag("V43")
class OddJsonTest {

    /** Stands for the odd value in a body. */
    private static final String HERE = "HERE";

    private static final String[] ODD = {
        "\"half \\ud83d\"",
        "\"\\udc00\"",
        "\"\\ud83d\\ud83d\"",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\u007f\"",
        "\"../..\"",
        "\"%2e\"",
        "1e400",
        "-1e400",
        "1e-400",
        "99999999999999999999",
        "-99999999999999999999",
        "9223372036854775807",
        "1e999999999",
        "NaN",
        "Infinity",
        "-0",
        "01",
        "true",
        "null",
        "[]",
        "{}",
        "[null]",
        "[".repeat(150) + "]".repeat(150),
        "[".repeat(5_000) + "]".repeat(5_000),
        "{\"a\":".repeat(150) + "1" + "}".repeat(150),
        "{\"a\":1,\"a\":{\"a\":2,\"a\":3}}",
        "\"" + "x".repeat(100_000) + "\"",
        "9".repeat(2_000),
    };

    private static final String[] REGISTRATIONS = {
        "{\"worker_id\":HERE,\"address\":\"http://127.0.0.1:1\",\"capacity\":{\"cpu_cores\":1,\"pipelines_running\":0,"
                + "\"max_pipelines\":0}}",
        "{\"worker_id\":\"x\",\"address\":HERE,\"capacity\":{\"cpu_cores\":1,\"pipelines_running\":0,"
                + "\"max_pipelines\":0}}",
        "{\"worker_id\":\"x\",\"address\":\"http://127.0.0.1:1\",\"api_key\":HERE,\"capacity\":{\"cpu_cores\":1,"
                + "\"pipelines_running\":0,\"max_pipelines\":0}}",
        "{\"worker_id\":\"x\",\"address\":\"http://127.0.0.1:1\",\"instance\":HERE,\"capacity\":{\"cpu_cores\":HERE,"
                + "\"pipelines_running\":0,\"max_pipelines\":0}}",
        "{\"worker_id\":\"x\",\"address\":\"http://127.0.0.1:1\",\"exchange_port\":HERE,\"capacity\":{\"cpu_cores\":1,"
                + "\"pipelines_running\":HERE,\"max_pipelines\":0}}",
    };

    private static final String[] GROUPS = {
        "{\"name\":HERE,\"pipelines\":[{\"name\":\"p\",\"source\":\"\"}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":HERE,\"source\":\"\"}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":HERE}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\",\"worker_affinity\":HERE}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\",\"replicas\":HERE}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\",\"replicas\":2,\"partition_key\":HERE}]}",
        "{\"name\":\"g\",\"pipelines\":HERE}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\"}],\"routes\":[{\"from_pipeline\":HERE,"
                + "\"to_pipeline\":\"p\",\"event_types\":[\"A\"]}]}",
        "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\"}],\"routes\":[{\"from_pipeline\":\"p\","
                + "\"to_pipeline\":\"p\",\"event_types\":[HERE],\"mqtt_topic\":HERE}]}",
    };

    private static final String[] EVENTS = {
        "{\"event_type\":HERE}",
        "{\"event_type\":\"X\",\"event_id\":HERE}",
        "{\"event_type\":\"X\",\"fields\":HERE}",
        "{\"event_type\":\"X\",\"fields\":{\"k\":HERE,\"v\":HERE}}",
        "{\"event_type\":\"X\",\"fields\":{\"v\":{\"\":[HERE]}},\"other\":HERE}",
        "{\"event_type\":\"X\",\"fields\":{\"half \\ud83d\":HERE,\"half \\ud83d\":1}}",
    };

    @TempDir
    private Path directory;

    private LocalControlPlane plane;
    private StubWorker worker;

    @BeforeEach
    void start() throws Exception {
        plane = new LocalControlPlane("127.232.255.7", directory);
        worker = new StubWorker("w0", "127.232.7.1", 1_000);
        plane.register(worker, "i0");
    }

    @AfterEach
    void stop() {
        worker.stop();
        plane.close();
    }

    private void assertNoMistake(String path, String body) throws Exception {
        HttpResponse<String> response = plane.call("POST", path, body);
        assertThat(response.statusCode())
                .as(path + " " + shown(body) + " " + response.body())
                .isBetween(200, 499);
        assertThat(JsonRecords.read(response.body().getBytes(UTF_8), Object.class))
                .isNotNull();
    }

    private static String shown(String body) {
        return body.length() < 300 ? body : body.substring(0, 300) + "...";
    }

    private String group(String pipeline) throws Exception {
        return plane.send("POST", "/pipeline-groups", "{\"name\":\"g\",\"pipelines\":[" + pipeline + "]}", 201)
                .get("id")
                .asText();
    }

    @Test
    void registrationsAndHeartbeats() throws Exception {
        for (String odd : ODD) {
            for (String body : REGISTRATIONS) {
                assertNoMistake("/workers/register", body.replace(HERE, odd));
            }
            String beat = "{\"events_processed\":HERE,\"pipelines_running\":0}";
            assertNoMistake("/workers/w0/heartbeat", beat.replace(HERE, odd));
            assertNoMistake("/workers/w0/heartbeat", odd);
            assertNoMistake("/workers/w0/handover", "{\"instance\":" + odd + ",\"leaving\":false}");
        }
        plane.get("/workers");
        plane.get("/metrics");
    }

    @Test
    void groupsAndSources() throws Exception {
        for (String odd : ODD) {
            for (String body : GROUPS) {
                assertNoMistake("/pipeline-groups", body.replace(HERE, odd));
            }
            assertNoMistake("/validate", "{\"source\":" + odd + "}");
            assertNoMistake("/pipelines/g/p/migrate", "{\"target_worker_id\":" + odd + "}");
        }
        plane.get("/pipeline-groups");
        plane.get("/topology");
    }

    @Test
    void eventsAloneInBatchesAndAsLinesLeaveThePipelineWorking() throws Exception {
        String one = group("{\"name\":\"p\",\"source\":\"\"}");
        String keyed = group("{\"name\":\"p\",\"source\":\"\",\"replicas\":2,\"partition_key\":\"k\"}");
        String good = "{\"event_type\":\"X\"}";
        for (String odd : ODD) {
            for (String each : EVENTS) {
                String event = each.replace(HERE, odd);
                for (String id : new String[] {one, keyed}) {
                    String path = "/pipeline-groups/" + id + "/inject";
                    assertNoMistake(path, event);
                    assertNoMistake(path + "-batch", "{\"events\":[" + good + "," + event + "," + good + "]}");
                }
            }
        }
        for (String id : new String[] {one, keyed}) {
            plane.send("POST", "/pipeline-groups/" + id + "/inject", good, 200);
        }
    }

    @Test
    void aByteOrderMarkBeforeAnEventIsNoPartOfIt() throws Exception {
        String path = "/pipeline-groups/" + group("{\"name\":\"p\",\"source\":\"\"}") + "/inject";
        plane.send("POST", path, "\ufeff{\"event_type\":\"X\",\"fields\":{\"\u00e4\":1}}", 200);
        plane.send("POST", path + "-batch", "\ufeff{\"events\":[{\"event_type\":\"X\"}]}", 200);
    }

    @Test
    void anEventWithHalfOfAPairInItsIdKeepsBackNoneOfItsBatch() throws Exception {
        String path = "/pipeline-groups/" + group("{\"name\":\"p\",\"source\":\"\"}") + "/inject-batch";
        var answer = plane.send(
                "POST",
                path,
                "{\"events\":[{\"event_type\":\"X\"},{\"event_type\":\"X\",\"event_id\":\"\\ud83d\"},"
                        + "{\"event_type\":\"X\",\"fields\":{\"v\":\"\\ud83d\"}}]}",
                200);
        assertThat(answer.get("events_sent").asInt()).isEqualTo(2);
        assertThat(answer.get("errors").toString()).contains("event 1: ", "half a surrogate pair");
    }
}
