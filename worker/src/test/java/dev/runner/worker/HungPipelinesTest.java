package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.language.Event;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.worker.TestWorkers.Reply;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.pipeline.PipelineListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that do not go on: a listener that blocks stands for a program that does. */
@Timeout(60)
@Tag("V44")
class HungPipelinesTest {

    private static final String EACH = "stream A = X .emit(v: v)";
    private static final int MORE_THAN_THE_SERVER_HAS_THREADS = 20;

    @TempDir
    private Path directory;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final Set<String> computedOn = ConcurrentHashMap.newKeySet();
    private TestWorkers workers;
    private Worker worker;

    @BeforeEach
    void start() throws IOException {
        workers = new TestWorkers(directory);
        worker = workers.alone(10);
    }

    @AfterEach
    void stop() {
        end.countDown();
        workers.close();
    }

    /** Watches outputs on the thread that computes them. */
    private interface OnOutput extends PipelineListener {
        @Override
        default void state(String state) {}
    }

    private String watched(OnOutput listener) throws Exception {
        String id = workers.deploy(worker, EACH);
        worker.pipelines().get(id).listen(listener);
        return id;
    }

    private String hung() throws Exception {
        return watched(event -> {
            hanging.incrementAndGet();
            try {
                assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String event(int v) {
        return "{\"event_type\":\"X\",\"fields\":{\"v\":" + v + "}}";
    }

    private CompletableFuture<Reply> sendTo(String id, int v) {
        return workers.sendLater(worker, "POST", "/pipelines/" + id + "/events", event(v));
    }

    private static Reply answer(CompletableFuture<Reply> reply) throws Exception {
        return reply.get(20, TimeUnit.SECONDS);
    }

    private Reply post(String path, String body) throws Exception {
        return workers.send(worker, "POST", path, body);
    }

    @Test
    void computesOnThreadsOfItsOwnInTheOrderInWhichEventsCome() throws Exception {
        List<Object> order = new CopyOnWriteArrayList<>();
        String id = watched(event -> {
            computedOn.add(Thread.currentThread().getName());
            order.add(event.get("v"));
        });
        for (int v = 0; v < 5; v++) {
            assertThat(answer(sendTo(id, v)).status()).isEqualTo(200);
        }
        assertThat(order).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(computedOn).isNotEmpty().allMatch(name -> name.startsWith("pipeline-"));
    }

    @Test
    void theEventsOfOnePipelineAreComputedOneAtATime() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        String id = watched(event -> {
            seen.add(atOnce.incrementAndGet());
            atOnce.decrementAndGet();
        });
        List<CompletableFuture<Reply>> all = new ArrayList<>();
        for (int v = 0; v < 200; v++) {
            all.add(sendTo(id, v));
        }
        assertThat(all).allSatisfy(reply -> assertThat(answer(reply).status()).isEqualTo(200));
        assertThat(seen).hasSize(200).containsOnly(1);
    }

    @Test
    void moreOfThemThanThereAreThreadsHoldUpNeitherOtherPipelinesNorTheServer() throws Exception {
        List<CompletableFuture<Reply>> pending = new ArrayList<>();
        for (int i = 0; i <= TestWorkers.PIPELINE_THREADS; i++) {
            String id = hung();
            for (int v = 0; v < MORE_THAN_THE_SERVER_HAS_THREADS; v++) {
                pending.add(sendTo(id, v));
            }
            pending.add(workers.sendLater(worker, "POST", "/pipelines/" + id + "/checkpoint", ""));
        }
        await().until(() -> hanging.get() >= TestWorkers.PIPELINE_THREADS);

        assertThat(workers.send(worker, "GET", "/pipelines", "").status()).isEqualTo(200);
        assertThat(workers.send(worker, "GET", "/prometheus", "").status()).isEqualTo(200);
        String healthy = workers.deploy(worker, EACH);
        assertThat(answer(sendTo(healthy, 7)).body()).contains("\"v\":7");
        assertThat(post("/pipelines/" + healthy + "/checkpoint", "").status()).isEqualTo(200);
        assertThat(pending).noneMatch(CompletableFuture::isDone);

        end.countDown();
        assertThat(pending)
                .allSatisfy(reply -> assertThat(answer(reply).status()).isEqualTo(200));
    }

    @Test
    void refusesEventsAtTheDoorWhenTooManyWait() throws Exception {
        String id = hung();
        String healthy = workers.deploy(worker, EACH);
        EventBatch batch = new EventBatch().add(Event.ofOwned("X", new String[0], new Object[0]), null, 0);
        CompletableFuture<?> large = worker.pipelines().get(id).accept(batch, Integer.MAX_VALUE, false);
        await().until(() -> hanging.get() == 1);

        assertThat(answer(sendTo(id, 1)).code()).isEqualTo("503 pipeline_busy");
        assertThat(answer(sendTo(healthy, 7)).status()).isEqualTo(200);
        end.countDown();
        assertThat(large).succeedsWithin(Duration.ofSeconds(20));
        assertThat(answer(sendTo(id, 1)).status()).isEqualTo(200);
    }

    @Test
    void oneCanBeDeletedAndThenWhatWaitsForItIsRefused() throws Exception {
        String id = hung();
        CompletableFuture<Reply> computed = sendTo(id, 0);
        await().until(() -> hanging.get() == 1);
        List<CompletableFuture<Reply>> waiting = List.of(sendTo(id, 1), sendTo(id, 2));

        assertThat(workers.send(worker, "DELETE", "/pipelines/" + id, "").status())
                .isEqualTo(200);
        assertThat(waiting).allSatisfy(reply -> assertThat(answer(reply).code()).isEqualTo("404 pipeline_not_found"));
        end.countDown();
        assertThat(answer(computed).status()).isEqualTo(200);
    }

    @Test
    void whatWaitsWhenTheWorkerStopsIsRefused() throws Exception {
        String id = hung();
        CompletableFuture<Reply> computed = sendTo(id, 0);
        await().until(() -> hanging.get() == 1);
        var waiting = worker.pipelines().get(id).checkpoint(new CheckpointRequest(true, null, null));
        assertThat(waiting).isNotDone();
        worker.stop();

        assertThat(waiting)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("this worker is about to end");
        assertThat(computed).as("not computed, so not accepted").failsWithin(Duration.ofSeconds(20));
    }
}
