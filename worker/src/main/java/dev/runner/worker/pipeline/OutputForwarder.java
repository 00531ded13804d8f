package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.protocol.RequestLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards outputs to the outbox where links say so. Guarded by its pipeline. */
final class OutputForwarder {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");
    private static final int WARN_EVERY = 1_000;

    private final DeploymentIdentity deployment;
    private final CheckpointedState state;
    private final Outbox outbox;
    private final OutputRouter router = new OutputRouter();
    private long droppedHops;
    private long undeliverable;

    OutputForwarder(DeploymentIdentity deployment, CheckpointedState state) {
        this.deployment = deployment;
        this.state = state;
        this.outbox = state.outbox();
    }

    long droppedHops() {
        return droppedHops;
    }

    long undeliverable() {
        return undeliverable;
    }

    /**
     * Puts an output into the outbox, if a link carries it.
     *
     * @param hops how many routes have carried what led to it
     */
    void output(Event event, int hops) {
        String slot = router.slot(event);
        if (slot == null) {
            return;
        }
        if (hops < RequestLimits.HOPS && state.hasRoomFor(event)) {
            outbox.add(slot, event, hops + 1);
        } else if (hops < RequestLimits.HOPS) {
            if (undeliverable++ % WARN_EVERY == 0) {
                deployment
                        .told(LOG.atError())
                        .log("an output for {} was dropped: one event made more outputs than can wait", slot);
            }
        } else if (droppedHops++ % WARN_EVERY == 0) {
            deployment
                    .told(LOG.atWarn())
                    .log(
                            "an output of type {} was dropped after {} hops; " + "do the routes form a cycle?",
                            event.type(),
                            hops);
        }
    }

    /** Uses these links from now on. Returns false when they are not newer than those in use. */
    boolean use(Links links) {
        if (links.version() <= router.version()) {
            return false;
        }
        router.use(links);
        aim();
        return true;
    }

    /** Tells the outbox where the targets are. */
    void aim() {
        router.links().links().forEach(link -> {
            for (LinkTarget replica : link.replicas()) {
                outbox.aim(replica);
            }
        });
    }

    void delivered(OutboxBatch delivery, int count) {
        if (outbox.accepted(delivery, count)) {
            state.changed();
        }
    }

    void refused(OutboxBatch delivery, String reason) {
        if (outbox.refused(delivery)) {
            state.changed();
            if (undeliverable++ % WARN_EVERY == 0) {
                deployment
                        .told(LOG.atWarn())
                        .log("an output was dropped because {} rejected it: {}", delivery.slot(), reason);
            }
        }
    }
}
