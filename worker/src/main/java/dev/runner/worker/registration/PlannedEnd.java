package dev.runner.worker.registration;

import dev.runner.protocol.PipelineView;
import dev.runner.worker.kept.KeptStates;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineRegistry;
import dev.runner.worker.pipeline.StoppedPipeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a worker ends on purpose without losing what its pipelines have accepted, even when it is killed before it is
 * done: their state is first frozen and kept in its own storage. Then the coordinator takes it, and what it took is
 * kept no longer; the rest waits for the next start.
 */
public final class PlannedEnd {

    private static final Logger LOG = LoggerFactory.getLogger("handover");

    private final Handover handover;
    private final PipelineRegistry pipelines;
    private final KeptStates kept;

    public PlannedEnd(Handover handover, PipelineRegistry pipelines, KeptStates kept) {
        this.handover = handover;
        this.pipelines = pipelines;
        this.kept = kept;
    }

    /**
     * Keeps all state, hands over, then stops the pipelines for good, and keeps the newest of what was not handed over.
     * Nothing is called where there is nothing to lose.
     *
     * @param leaving whether the worker does not come back soon
     */
    public void run(boolean leaving) {
        boolean hasState = !pipelines.assigned().isEmpty() || !kept.all().isEmpty();
        keepFirst();
        Map<String, Long> taken = hasState ? handover.run(leaving) : Map.of();
        int handedOver = 0;
        int stored = 0;
        int lost = 0;
        for (StoppedPipeline pipeline : pipelines.stop()) {
            PipelineView view = pipeline.view();
            if (view.assignment() == null) {
                continue; // deployed by hand: nobody would ask for it
            }
            if (pipeline.isAtVersion(taken.get(view.id()))) {
                handedOver++;
                forget(view.id());
            } else if (keep(pipeline)) {
                stored++;
            } else {
                lost++;
            }
        }
        if (handedOver + stored + lost > 0) {
            LOG.info("handed over {} pipelines, kept the state of {}, lost the newest of {}", handedOver, stored, lost);
        }
    }

    /** Whoever ends this process early finds the state on the disk. What cannot be kept yet is tried again later. */
    private void keepFirst() {
        List<Pipeline> frozen = pipelines.freezeAll();
        long end = System.nanoTime() + StoppedPipeline.LAST_TASK.toNanos();
        frozen.forEach(pipeline -> {
            try { // one after the other: all states together may be larger than the memory that is free
                byte[] state = pipeline.lastingState().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                kept.keep(pipeline.view(), state);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | ExecutionException | TimeoutException e) {
                LOG.atWarn()
                        .addKeyValue("pipeline", pipeline.name())
                        .addKeyValue("id", pipeline.id())
                        .log("its state is not kept yet: {}", e.toString());
            }
        });
    }

    private void forget(String pipelineId) {
        try {
            kept.forget(pipelineId);
        } catch (IOException e) {
            LOG.warn("{}; the coordinator has it removed at the next start", e.getMessage());
        }
    }

    private boolean keep(StoppedPipeline pipeline) {
        PipelineView view = pipeline.view();
        try {
            byte[] state = pipeline.state();
            kept.keep(pipeline.view(), state);
            LOG.atInfo()
                    .addKeyValue("pipeline", view.name())
                    .addKeyValue("id", view.id())
                    .addKeyValue("events", view.eventsProcessed())
                    .log("its state is kept until this worker starts again");
            return true;
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("pipeline", view.name())
                    .addKeyValue("id", view.id())
                    .log(
                            "its state could not be kept, so what it accepted since its last checkpoint is lost: {}",
                            e.getMessage());
            return false;
        }
    }
}
