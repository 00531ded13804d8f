package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import dev.runner.protocol.Limits;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a pipeline's outputs leave it for other pipelines: links, and what becomes of outputs. Guarded by its pipeline. */
final class Egress {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");
    private static final int WARN_EVERY = 1_000;

    private final Deployment deployment;
    private final DurableState state;
    private final Outbox outbox;
    private final Router router = new Router();
    private long droppedHops;
    private long undeliverable;

    Egress(Deployment deployment, DurableState state) {
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
     * Puts an output into the outbox, when a link carries it.
     *
     * @param hops how often routes have carried on what it came of
     */
    void output(Event event, int hops) {
        String slot = router.slot(event);
        if (slot == null) {
            return;
        }
        if (hops < Limits.HOPS) {
            outbox.add(slot, event, hops + 1);
        } else if (droppedHops++ % WARN_EVERY == 0) {
            deployment
                    .told(LOG.atWarn())
                    .log(
                            "an output of type {} was dropped: routes have carried on what it came of {} times; do they lead in a circle?",
                            event.type(),
                            hops);
        }
    }

    /** Whether these links are newer than those that it had, and are used from now on. */
    boolean use(Links links) {
        if (links.version() <= router.version()) {
            return false;
        }
        router.use(links);
        aim();
        return true;
    }

    /** Tells the outbox where the links lead. */
    void aim() {
        router.links().links().forEach(link -> {
            for (LinkTarget replica : link.replicas()) {
                outbox.aim(replica);
            }
        });
    }

    void delivered(Delivery delivery, int count) {
        if (outbox.accepted(delivery, count)) {
            state.changed();
        }
    }

    void refused(Delivery delivery, String reason) {
        if (outbox.refused(delivery)) {
            state.changed();
            if (undeliverable++ % WARN_EVERY == 0) {
                deployment
                        .told(LOG.atWarn())
                        .log("{} does not take an output, which is dropped: {}", delivery.slot(), reason);
            }
        }
    }
}
