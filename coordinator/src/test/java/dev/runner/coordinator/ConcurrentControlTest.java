package dev.runner.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything at once, by several clients: each call is answered, and each slot ends on exactly one worker. */
@Timeout(120)
class ConcurrentControlTest {

    private static final int CLIENTS = 6;
    private static final int WORKERS = 4;
    private static final int MOST_GROUPS = 12;
    private static final Duration DURATION = Duration.ofSeconds(4);
    /** Of each client, however long they take. */
    private static final int FEWEST_STEPS = 10;
    /** 409: e.g. the target of a migration is drained; 404: the group was deleted meanwhile; 503: all are drained. */
    private static final Set<Integer> EXPECTED = Set.of(200, 201, 202, 404, 409, 503);

    @TempDir
    private Path directory;

    private final List<StubWorker> workers = new ArrayList<>();
    private final List<String> groups = new CopyOnWriteArrayList<>();
    private final AtomicInteger instances = new AtomicInteger();
    private final Map<String, String> instanceOf = new HashMap<>();
    private LocalControlPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new LocalControlPlane("127.232.255.6", directory);
        for (int i = 0; i < WORKERS; i++) {
            StubWorker worker = new StubWorker("w" + i, "127.232.6." + (i + 1), 200);
            workers.add(worker);
            startAnew(worker);
        }
    }

    @AfterEach
    void stop() {
        plane.close();
        workers.forEach(StubWorker::stop);
    }

    /** As after a kill: another process, which has nothing. */
    private void startAnew(StubWorker worker) throws Exception {
        synchronized (worker) {
            worker.pipelines.clear();
            String instance = "i" + instances.incrementAndGet();
            synchronized (instanceOf) {
                instanceOf.put(worker.id(), instance);
            }
            plane.register(worker, instance);
        }
    }

    /**
     * As after a restart of the coordinator, or a time without a connection: the same process, with all that it has.
     */
    private void registerAgain(StubWorker worker) throws Exception {
        synchronized (worker) {
            plane.register(worker, instance(worker));
        }
    }

    private String instance(StubWorker worker) {
        synchronized (instanceOf) {
            return instanceOf.getOrDefault(worker.id(), "");
        }
    }

    @Test
    @Tag("V36")
    @Tag("V37")
    @Tag("V38")
    @Tag("V39")
    void everythingAtOnceLeavesEachSlotOnExactlyOneWorker() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> ends = new ArrayList<>();
        long end = System.nanoTime() + DURATION.toNanos();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i);
            ends.add(clients.submit(() -> work(random, end)));
        }
        for (Future<?> client : ends) {
            client.get(60, TimeUnit.SECONDS);
        }
        clients.shutdown();

        for (StubWorker worker : workers) {
            plane.send("POST", "/workers/" + worker.id() + "/undrain", "", 200);
        }
        await().atMost(Duration.ofSeconds(40)).untilAsserted(this::eachSlotIsOnOneWorker);
        for (String group : groups) {
            plane.send("POST", "/pipeline-groups/" + group + "/inject", "{\"event_type\":\"X\"}", 200);
        }
    }

    private @Nullable Void work(Random random, long end) throws Exception {
        for (int steps = 0; steps < FEWEST_STEPS || System.nanoTime() - end < 0; steps++) {
            step(random);
        }
        return null;
    }

    private void step(Random random) throws Exception {
        StubWorker worker = workers.get(random.nextInt(WORKERS));
        switch (random.nextInt(12)) {
            case 0, 1 -> deploy(random);
            case 2 -> delete(random);
            case 3 -> answered("POST", "/workers/" + worker.id() + "/drain", "");
            case 4, 5 -> answered("POST", "/workers/" + worker.id() + "/undrain", "");
            case 6 -> migrate(random, worker);
            case 7 -> answered("POST", "/rebalance", "");
            case 8 -> startAnew(worker);
            case 9 -> registerAgain(worker);
            case 10 -> handOver(worker, random.nextBoolean());
            default -> inject(random);
        }
    }

    private HttpResponse<String> answered(String method, String path, String body) throws Exception {
        HttpResponse<String> response = plane.call(method, path, body);
        assertThat(EXPECTED).as(method + " " + path + ": " + response.body()).contains(response.statusCode());
        return response;
    }

    private void deploy(Random random) throws Exception {
        if (groups.size() >= MOST_GROUPS) {
            return;
        }
        String body = "{\"name\":\"g\",\"pipelines\":[{\"name\":\"p\",\"source\":\"\"},{\"name\":\"q\",\"source\":\"\","
                + "\"replicas\":" + (1 + random.nextInt(3)) + "}],\"routes\":[{\"from_pipeline\":\"p\","
                + "\"to_pipeline\":\"q\",\"event_types\":[\"*\"]}]}";
        HttpResponse<String> response = answered("POST", "/pipeline-groups", body);
        if (response.statusCode() == 201) {
            groups.add(
                    LocalControlPlane.JSON.readTree(response.body()).get("id").asText());
        }
    }

    private void delete(Random random) throws Exception {
        String group = anyGroup(random);
        groups.remove(group);
        answered("DELETE", "/pipeline-groups/" + group, "");
    }

    private String anyGroup(Random random) {
        List<String> now = List.copyOf(groups);
        return now.isEmpty() ? "none" : now.get(random.nextInt(now.size()));
    }

    private void migrate(Random random, StubWorker to) throws Exception {
        answered("POST", "/pipelines/" + anyGroup(random) + "/p/migrate", "{\"target_worker_id\":\"" + to.id() + "\"}");
    }

    private void handOver(StubWorker worker, boolean leaving) throws Exception {
        String body = "{\"instance\":\"" + instance(worker) + "\",\"leaving\":" + leaving + "}";
        if (answered("POST", "/workers/" + worker.id() + "/handover", body).statusCode() == 200) {
            startAnew(worker);
        }
    }

    private void inject(Random random) throws Exception {
        String path = "/pipeline-groups/" + anyGroup(random);
        answered("POST", path + "/inject", "{\"event_type\":\"X\"}");
        answered("POST", path + "/inject-batch", "{\"events\":[{\"event_type\":\"X\"},{\"event_type\":\"Y\"}]}");
    }

    private void eachSlotIsOnOneWorker() throws Exception {
        Map<String, String> placed = new HashMap<>();
        for (JsonNode group : plane.get("/pipeline-groups").get("pipeline_groups")) {
            assertThat(group.get("status").asText()).isEqualTo("running");
            for (JsonNode placement : group.get("placements")) {
                assertThat(placement.get("status").asText()).isEqualTo("Running");
                String slot = group.get("id").asText() + "/"
                        + placement.get("pipeline_name").asText();
                placed.put(
                        placement.get("pipeline_id").asText(),
                        placement.get("worker_id").asText() + " " + slot);
            }
        }
        Map<String, String> found = new HashMap<>();
        for (StubWorker worker : workers) {
            for (PipelineView view : worker.pipelines.values()) {
                var assignment = Objects.requireNonNull(view.assignment());
                assertThat(view.status()).as(view.toString()).isEqualTo(PipelineState.RUNNING);
                found.put(view.id(), worker.id() + " " + assignment.groupId() + "/" + assignment.pipeline());
            }
        }
        assertThat(found).isEqualTo(placed);
        assertThat(placed.values().stream().map(slot -> slot.substring(slot.indexOf(' '))))
                .doesNotHaveDuplicates();
    }
}
