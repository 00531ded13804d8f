package dev.runner.coordinator.restart;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerListener;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.RestartRound;
import dev.runner.protocol.RestartStep;
import dev.runner.protocol.WorkerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts all workers one after the other. Each hands over the state of its pipelines before it ends, and the next one
 * follows when it has registered again and is ready, so that some worker is always there to run the pipelines. A worker
 * that does not come back ends the restart: what keeps it away would keep the next one away too.
 */
public final class RollingRestart {

    private static final Logger LOG = LoggerFactory.getLogger("restart");

    private final WorkerRegistry registry;
    private final WorkerRestartClient calls;
    private final Executor executor;
    private final Duration perWorker;
    private volatile RestartRound round = new RestartRound(RestartRound.State.NONE, List.of(), null);

    /**
     * Creates an object that restarts nothing yet.
     *
     * @param executor runs a restart, which mostly waits
     * @param perWorker how long a worker may take to be back and ready
     */
    public RollingRestart(WorkerRegistry registry, WorkerRestartClient calls, Executor executor, Duration perWorker) {
        this.registry = registry;
        this.calls = calls;
        this.executor = executor;
        this.perWorker = perWorker;
    }

    /** The progress of the last restart. */
    public RestartRound progress() {
        return round;
    }

    /**
     * Begins to restart the workers that are registered now.
     *
     * @throws IllegalStateException when a restart is in progress
     */
    public synchronized RestartRound begin() {
        if (round.status() == RestartRound.State.RESTARTING) {
            throw new IllegalStateException("a restart is in progress; GET shows how far it is");
        }
        List<RestartStep> steps = registry.all().stream()
                .map(worker -> new RestartStep(worker.id(), RestartStep.State.PENDING))
                .toList();
        RestartRound begun = new RestartRound(RestartRound.State.RESTARTING, steps, null);
        round = begun;
        executor.execute(this::run);
        return begun;
    }

    private void run() {
        for (RestartStep step : round.workers()) {
            mark(step.workerId(), RestartStep.State.RESTARTING);
            try {
                restart(step.workerId());
                mark(step.workerId(), RestartStep.State.RESTARTED);
            } catch (IOException | RuntimeException e) {
                LOG.error("the rolling restart has failed: {}", e.getMessage());
                mark(step.workerId(), RestartStep.State.FAILED);
                round = new RestartRound(RestartRound.State.FAILED, round.workers(), e.getMessage());
                return;
            }
        }
        round = new RestartRound(RestartRound.State.DONE, round.workers(), null);
        LOG.info("all {} workers have restarted", round.workers().size());
    }

    private void restart(String id) throws IOException {
        RegisteredWorker before =
                registry.find(id).orElseThrow(() -> new IOException(id + " was deleted before its turn"));
        CompletableFuture<RegisteredWorker> back = new CompletableFuture<>();
        WorkerListener listener = now -> {
            if (isBack(before, now)) {
                back.complete(now);
            }
        };
        registry.add(listener);
        try {
            calls.restart(before);
            back.get(perWorker.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    id + " was told to restart and was not back after " + perWorker.toMillis()
                            + " ms; is it supervised, so that exit code 55 starts it again?",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // the future is only ever completed with a worker
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the coordinator is shutting down", e);
        } finally {
            registry.remove(listener);
        }
    }

    private static boolean isBack(RegisteredWorker before, RegisteredWorker now) {
        return now.id().equals(before.id())
                && now.registration() > before.registration()
                && (now.state() == WorkerState.READY || now.state() == WorkerState.BUSY);
    }

    private void mark(String id, RestartStep.State state) {
        List<RestartStep> steps = new ArrayList<>(round.workers());
        steps.replaceAll(step -> step.workerId().equals(id) ? new RestartStep(id, state) : step);
        round = new RestartRound(RestartRound.State.RESTARTING, steps, null);
    }
}
