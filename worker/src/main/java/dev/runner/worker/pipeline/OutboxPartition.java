package dev.runner.worker.pipeline;

import dev.runner.protocol.LinkTarget;
import dev.runner.util.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs for one target, in order, and their delivery: one call at a time, with a growing delay after each
 * failure.
 *
 * <p>Their ids are numbered for this target alone. So it sees 1, 2, 3, ... of each sender, which it remembers as one
 * range; with numbers shared by all targets, each would see gaps without end.
 */
final class OutboxPartition {

    /** How many events one call carries at most. */
    static final int MAX_BATCH_EVENTS = 500;
    /**
     * How many bytes one call carries at most, except for a single event, so that a body stays far below its
     * limit.
     */
    static final int MAX_BATCH_WEIGHT = 1 << 20;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));

    private final String slot;
    private final ArrayDeque<OutboxEntry> waiting = new ArrayDeque<>();
    private @Nullable LinkTarget target;
    private long numbered;
    private long turn;
    private boolean busy;
    private int failures;
    private int oneByOne;

    OutboxPartition(String slot) {
        this.slot = slot;
    }

    long nextNumber() {
        return ++numbered;
    }

    void add(OutboxEntry entry) {
        waiting.add(entry);
    }

    int size() {
        return waiting.size();
    }

    Iterable<OutboxEntry> entries() {
        return waiting;
    }

    /** Discards all entries, but keeps numbering where it is. */
    void clear() {
        waiting.clear();
        abandon();
    }

    /**
     * Sets where the target is. A call to its former place is not waited for any more: whatever it did, a repeat is
     * harmless.
     */
    void aim(LinkTarget now) {
        if (!now.equals(target)) {
            target = now;
            abandon();
        }
        failures = 0;
    }

    private void abandon() {
        turn++;
        busy = false;
        failures = 0;
    }

    /** The next delivery; null: nothing to send, no address, or a call or a delay in progress. */
    @Nullable OutboxBatch next() {
        LinkTarget to = target;
        if (busy || waiting.isEmpty() || to == null) {
            return null;
        }
        String pipelineId = to.pipelineId();
        String url = to.url();
        if (pipelineId == null || url == null) {
            return null;
        }
        busy = true;
        turn++;
        return new OutboxBatch(slot, turn, pipelineId, url, first());
    }

    private List<OutboxEntry> first() {
        int most = oneByOne > 0 ? 1 : MAX_BATCH_EVENTS;
        List<OutboxEntry> events = new ArrayList<>(Math.min(waiting.size(), most));
        long weight = 0;
        Iterator<OutboxEntry> entries = waiting.iterator();
        while (entries.hasNext() && events.size() < most) {
            OutboxEntry entry = entries.next();
            weight += entry.weight();
            if (weight > MAX_BATCH_WEIGHT && !events.isEmpty()) {
                break;
            }
            events.add(entry);
        }
        return events;
    }

    /** Whether this is the delivery in progress. */
    boolean isCurrent(long sending) {
        return busy && turn == sending;
    }

    /** The target has taken so many events. Returns their weight. */
    long accepted(int count) {
        long weight = 0;
        for (int i = 0; i < count; i++) {
            weight += waiting.remove().weight();
        }
        busy = false;
        failures = 0;
        oneByOne = Math.max(0, oneByOne - count);
        return weight;
    }

    /** The target rejected something in the last call: its events go one by one, to find out which. */
    void oneByOne() {
        oneByOne = MAX_BATCH_EVENTS;
        busy = false;
    }

    /** The call failed: nothing is sent until {@link #pauseOver}. Returns the delay in milliseconds. */
    long failed() {
        return BACKOFF.delayAfter(failures++).toMillis();
    }

    void pauseOver() {
        busy = false;
    }
}
