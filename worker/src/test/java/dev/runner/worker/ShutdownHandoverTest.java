package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.service.lifetime.ServiceShutdown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@Tag("V46")
class ShutdownHandoverTest {

    @TempDir
    private Path directory;

    private TestWorkers workers;
    private Worker worker;

    @BeforeEach
    void start() throws IOException {
        workers = new TestWorkers(directory);
        worker = workers.member();
        await().until(worker::isReady);
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    private String deployAssigned() throws Exception {
        return workers.deploy(
                worker,
                Map.of(
                        "name",
                        "p",
                        "source",
                        "stream A = X .emit(v: 1)",
                        "assignment",
                        Map.of("group_id", "g", "group_name", "group", "pipeline", "p", "epoch", 3)));
    }

    @Test
    void aRestartGivesTheStateAwayWhileTheWorkerAnswersAndThenExits() throws Exception {
        String id = deployAssigned();
        List<String> taken = new CopyOnWriteArrayList<>();
        workers.onHandover = request -> {
            try {
                taken.add(workers.send(worker, "POST", "/pipelines/" + id + "/checkpoint", "{\"freeze\":true}")
                        .get("pipeline_id"));
            } catch (Exception e) {
                taken.add(e.toString());
            }
        };
        assertThat(workers.send(worker, "POST", "/restart", "").status()).isEqualTo(202);

        await().until(() -> workers.exit.get() == 55);
        assertThat(taken).containsExactly(id);
        String instance = workers.registrations.get(0).instance();
        assertThat(workers.handovers).containsExactly(new HandoverRequest(instance, false));
        int beats = workers.beats.size();
        await().during(Duration.ofMillis(300)).until(() -> workers.beats.size() <= beats + 1);
    }

    @Test
    void aSignalGivesAwayOnlyWhatIsThere() throws Exception {
        worker.handOver(ServiceShutdown.Reason.SIGNAL);
        assertThat(workers.handovers).isEmpty();

        Worker busy = workers.member();
        await().until(busy::isReady);
        worker = busy;
        deployAssigned();
        busy.handOver(ServiceShutdown.Reason.SIGNAL);
        assertThat(workers.handovers).extracting(HandoverRequest::leaving).containsExactly(true);
    }

    @Test
    void aSignalDoesNotWaitForACoordinatorThatNeverAnswers() throws Exception {
        deployAssigned();
        CountDownLatch end = new CountDownLatch(1);
        workers.onHandover = request -> await().atMost(Duration.ofMinutes(1)).until(() -> end.getCount() == 0);
        worker.handOver(ServiceShutdown.Reason.SIGNAL);

        assertThat(workers.handovers).as("not answered yet").isEmpty();
        end.countDown();
    }

    @Test
    @Tag("V8")
    @Tag("V9")
    void heartbeatsAndRegistrationsSayWhatRuns() throws Exception {
        String id = deployAssigned();
        workers.send(worker, "POST", "/pipelines/" + id + "/events", "{\"event_type\":\"X\"}");

        await().until(() ->
                workers.beats.stream().anyMatch(beat -> beat.eventsProcessed() == 1 && beat.pipelinesRunning() == 1));
        assertThat(workers.registrations).hasSize(1);
        assertThat(workers.registrations.get(0).instance()).isNotBlank();
        assertThat(worker.registration().pipelines())
                .extracting(PipelineView::id)
                .containsExactly(id);
        assertThat(worker.registration().capacity().pipelinesRunning()).isEqualTo(1);
    }
}
