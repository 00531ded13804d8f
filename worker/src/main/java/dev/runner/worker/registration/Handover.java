package dev.runner.worker.registration;

import dev.runner.protocol.HandoverRequest;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the coordinator that this worker is about to end, so that it takes the state of its pipelines while the worker
 * still answers. The worker ends even when the coordinator cannot be reached.
 */
public final class Handover {

    /** Time limit before a restart. */
    static final Duration RESTARTING = Duration.ofSeconds(10);
    /** Time limit after a signal, whose sender will not wait much longer. */
    static final Duration LEAVING = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger("handover");

    private final CoordinatorClient coordinator;
    private final String workerId;
    private final String instance;

    public Handover(CoordinatorClient coordinator, String workerId, String instance) {
        this.coordinator = coordinator;
        this.workerId = workerId;
        this.instance = instance;
    }

    /**
     * Returns when the coordinator has the state, or when the time is up.
     *
     * @param leaving whether the worker does not come back soon
     */
    public void run(boolean leaving) {
        try {
            int count = coordinator
                    .handover(workerId, new HandoverRequest(instance, leaving), leaving ? LEAVING : RESTARTING)
                    .handedOver();
            LOG.info("handed over {} pipelines", count);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the coordinator did not take the state of the pipelines: {}", e.getMessage());
        }
    }
}
