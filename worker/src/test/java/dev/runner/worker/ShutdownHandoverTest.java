package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.http.ApiException;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.TakenState;
import dev.runner.service.lifetime.ServiceShutdown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** What nobody took waits in the storage, and the next process of this worker offers it. */
    @Test
    void whatTheCoordinatorDidNotTakeIsKeptAndOfferedByTheNextProcess() throws Exception {
        String id = deployAssigned();
        workers.send(worker, "POST", "/pipelines/" + id + "/events", "{\"event_type\":\"X\"}");
        worker.handOver(ServiceShutdown.Reason.SIGNAL);
        worker.stop();

        Worker next = workers.again("w0");
        worker = next;
        await().until(next::isReady);
        assertThat(next.registration().kept()).singleElement().satisfies(view -> {
            assertThat(view.id()).isEqualTo(id);
            assertThat(view.eventsProcessed()).isEqualTo(1);
            assertThat(view.assignment()).extracting(Assignment::epoch).isEqualTo(3L);
        });
        TestWorkers.Reply state = workers.send(next, "GET", "/kept-states/" + id, "");
        assertThat(state.get("events_processed")).isEqualTo("1");

        String other = deployAssigned();
        assertThat(workers.send(next, "POST", "/pipelines/" + other + "/restore", state.body())
                        .status())
                .isEqualTo(200);
        assertThat(workers.send(next, "GET", "/pipelines/" + other, "").get("events_processed"))
                .isEqualTo("1");
        assertThat(workers.send(next, "DELETE", "/kept-states/" + id, "").status())
                .isEqualTo(200);
        assertThat(workers.send(next, "GET", "/kept-states/" + id, "").code()).isEqualTo("404 state_not_found");
        assertThat(next.registration().kept()).isEmpty();
    }

    @Test
    void whatTheCoordinatorTookIsNotKept() throws Exception {
        String id = deployAssigned();
        workers.taken = List.of(new TakenState(id, 0L));
        worker.handOver(ServiceShutdown.Reason.RESTART);
        assertThat(worker.registration().kept()).isEmpty();
    }

    /** It may be killed before the coordinator has answered. */
    @Test
    void theStateIsKeptBeforeTheCoordinatorIsAskedAndNothingIsAcceptedSince() throws Exception {
        String id = deployAssigned();
        List<String> seen = new CopyOnWriteArrayList<>();
        workers.onHandover = request -> {
            try {
                Objects.requireNonNull(worker.registration().kept()).forEach(view -> seen.add(view.id()));
                seen.add(workers.send(worker, "POST", "/pipelines/" + id + "/resume", "{\"epoch\":3}")
                        .code());
                seen.add(workers.send(worker, "POST", "/pipelines/" + id + "/events", "{\"event_type\":\"X\"}")
                        .code());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        worker.handOver(ServiceShutdown.Reason.RESTART);
        assertThat(seen).containsExactly(id, "503 worker_stopping", "409 pipeline_frozen");
    }

    @Test
    void aCoordinatorThatIsOverloadedIsAskedAgain() throws Exception {
        deployAssigned();
        AtomicInteger asked = new AtomicInteger();
        workers.onHandover = request -> {
            if (asked.getAndIncrement() == 0) {
                throw new ApiException(503, "overloaded", "too much to do");
            }
        };
        worker.handOver(ServiceShutdown.Reason.SIGNAL);
        assertThat(workers.handovers).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    /** The coordinator still has the registration of the process before: this one has just started. */
    @Test
    void registersFirstWhereTheCoordinatorKnowsOnlyAnEarlierProcess() throws Exception {
        deployAssigned();
        int before = workers.registrations.size();
        workers.onHandover = request -> {
            if (workers.registrations.size() == before) {
                throw new ApiException(409, "stale_instance", "another process has registered");
            }
        };
        worker.handOver(ServiceShutdown.Reason.SIGNAL);
        assertThat(workers.handovers).hasSize(1);
        assertThat(workers.registrations).hasSize(before + 1);
    }

    /** A state that nobody has fetched yet is offered once more, whoever ends the process and why. */
    @Test
    void aRestartHandsOverWhatAnEarlierProcessHasKept() throws Exception {
        deployAssigned();
        worker.handOver(ServiceShutdown.Reason.SIGNAL);
        worker.stop();
        workers.handovers.clear();

        Worker next = workers.again("w0");
        worker = next;
        await().until(next::isReady);
        next.handOver(ServiceShutdown.Reason.RESTART);
        assertThat(workers.handovers).extracting(HandoverRequest::leaving).containsExactly(false);
    }

    @Test
    void nothingIsDeployedOnAWorkerThatEnds() throws Exception {
        deployAssigned();
        List<String> seen = new CopyOnWriteArrayList<>();
        workers.onHandover = request -> {
            try {
                seen.add(workers.send(
                                worker,
                                "POST",
                                "/pipelines",
                                "{\"name\":\"q\",\"source\":\"stream A = X .emit(v: 1)\"}")
                        .code());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        worker.handOver(ServiceShutdown.Reason.RESTART);
        assertThat(seen).containsExactly("503 worker_stopping");
    }

    @Test
    void whatTheCoordinatorTookOfAnotherVersionIsKept() throws Exception {
        String id = deployAssigned();
        workers.taken = List.of(new TakenState(id, 7L));
        worker.handOver(ServiceShutdown.Reason.RESTART);
        assertThat(worker.registration().kept()).extracting(PipelineView::id).containsExactly(id);
    }

    @Test
    void nothingIsAcceptedOnceTheStateIsKept() throws Exception {
        String id = deployAssigned();
        worker.pipelines().stop();
        assertThat(workers.send(worker, "POST", "/pipelines/" + id + "/events", "{\"event_type\":\"X\"}")
                        .code())
                .isEqualTo("503 worker_stopping");
        assertThat(workers.send(worker, "POST", "/pipelines/" + id + "/resume", "{\"epoch\":3}")
                        .code())
                .isEqualTo("503 worker_stopping");
    }

    @Test
    void aRequestThatIsMeantForAnotherProcessIsRefused() throws Exception {
        String id = deployAssigned();
        assertThat(workers.sendTo("another", worker, "GET", "/pipelines/" + id).code())
                .isEqualTo("409 stale_instance");
        assertThat(workers.sendTo(
                                String.valueOf(workers.registrations.get(0).instance()),
                                worker,
                                "GET",
                                "/pipelines/" + id)
                        .status())
                .isEqualTo(200);
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
