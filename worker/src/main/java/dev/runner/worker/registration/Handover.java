package dev.runner.worker.registration;

import dev.runner.protocol.HandoverRequest;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the coordinator that this worker is about to end, so that it takes the state of its pipelines while the worker
 * still answers. A worker ends all the same when the coordinator is not there to listen.
 */
public final class Handover {

    /** A restart may take so long. */
    static final Duration RESTARTING = Duration.ofSeconds(10);
    /** Whoever asked for the end by a signal will not wait much longer. */
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
     * Returns when the coordinator has what it needs, or it has taken too long.
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
            LOG.warn("the coordinator did not take over what runs here: {}", e.getMessage());
        }
    }
}
