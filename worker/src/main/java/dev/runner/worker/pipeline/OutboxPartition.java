package dev.runner.worker.pipeline;

import dev.runner.protocol.LinkTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one place, in order, and the sending of it: one call at a time, and a growing pause after each
 * failure.
 *
 * <p>The ids of its events are numbered for this place alone. So the target sees 1, 2, 3, ... of each sender, which it
 * remembers as one range; numbers that all targets shared would leave each of them with gaps without end.
 */
final class OutboxPartition {

    /** Events in one call at most. */
    static final int MAX_BATCH_EVENTS = 500;
    /** Characters in one call at most, but for a single event, so that a body stays far below its limit. */
    static final int MAX_BATCH_WEIGHT = 1 << 20;

    static final long FIRST_PAUSE_MILLIS = 20;
    static final long LONGEST_PAUSE_MILLIS = 1_000;

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

    /** Forgets what waits, but not how far it has numbered. */
    void clear() {
        waiting.clear();
        abandon();
    }

    /**
     * Where it is from now on. A call to another place is no longer waited for: whatever it did, a repeat is harmless.
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

    /** What to send now; null where there is nothing, nowhere to send it to, or a call or a pause under way. */
    @Nullable OutboxDelivery next() {
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
        return new OutboxDelivery(slot, turn, pipelineId, url, first());
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

    /** Whether this is the call that is waited for. */
    boolean isCurrent(long sending) {
        return busy && turn == sending;
    }

    /** The target has so many of them; returns their weight. */
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

    /** Something in the last call was refused for what it is: as many as it had go alone, to find out which. */
    void oneByOne() {
        oneByOne = MAX_BATCH_EVENTS;
        busy = false;
    }

    /** The call failed; until {@link #pauseOver} nothing is sent. Returns how long that is to be, in milliseconds. */
    long failed() {
        int doublings = Math.min(failures, 10);
        failures++;
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << doublings);
    }

    void pauseOver() {
        busy = false;
    }
}
