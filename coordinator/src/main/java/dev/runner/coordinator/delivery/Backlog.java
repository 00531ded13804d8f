package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * The events that a slot's worker has not accepted, the oldest first; those of a call stay until it has ended. Used
 * under the queue's lock.
 */
final class Backlog {

    private final Deque<PendingBatch> batches = new ArrayDeque<>();
    private long lastNumber;
    private int events;
    private long bytes;

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** The earliest deadline, in the clock's milliseconds; {@link Long#MAX_VALUE} when no batch waits. */
    long firstDeadline() {
        for (PendingBatch batch : batches) {
            if (!batch.isSettled()) {
                return batch.deadline();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Appends a batch, and numbers those of its events that have no id. */
    void add(PendingBatch batch) {
        lastNumber = batch.number(lastNumber);
        batches.addLast(batch);
        events += batch.size();
        for (int i = 0; i < batch.size(); i++) {
            bytes += batch.event(i).length();
        }
    }

    /**
     * The events of the next call: whole batches within the bounds, or, when the first batch alone exceeds them, as
     * much of it as they allow, but at least one event.
     */
    CallBatch next(int maxEvents, long maxBytes) {
        List<CallBatch.BatchRange> ranges = new ArrayList<>();
        int count = 0;
        int repeated = 0;
        long size = 0;
        for (PendingBatch batch : batches) {
            int end = batch.next();
            long sizeWith = size;
            while (end < batch.size() && count + end - batch.next() < maxEvents) {
                sizeWith += batch.event(end).length();
                if (sizeWith > maxBytes && count + end - batch.next() > 0) {
                    break;
                }
                end++;
            }
            if (end < batch.size() && !ranges.isEmpty()) {
                break;
            }
            ranges.add(new CallBatch.BatchRange(batch, batch.next(), end));
            repeated += batch.markSentUpTo(end);
            count += end - batch.next();
            size = sizeWith;
            if (end < batch.size()) {
                break;
            }
        }
        return new CallBatch(ranges, count, (int) size, repeated);
    }

    /** The request of the oldest event. */
    PendingBatch first() {
        return batches.getFirst();
    }

    /** Removes the oldest event, with this outcome. A batch that is settled by it is added to the list. */
    void settleFirst(DeliveryOutcome outcome, List<PendingBatch> settled) {
        PendingBatch batch = batches.getFirst();
        boolean wasSettled = batch.isSettled();
        events--;
        bytes -= batch.event(batch.next()).length();
        if (batch.settleNext(outcome)) {
            batches.removeFirst();
            if (!wasSettled) {
                settled.add(batch);
            }
        }
    }

    /**
     * Fails the batches that are past their deadline; those of a call stay until it has ended. Returns how many events
     * failed.
     */
    int expire(long now, int batchesInCall, Function<PendingBatch, ApiException> why, List<PendingBatch> settled) {
        int failed = 0;
        for (PendingBatch batch : batches) {
            if (batch.deadline() > now) {
                break;
            }
            failed += fail(batch, why.apply(batch), settled);
        }
        if (batchesInCall == 0) {
            dropSettled();
        }
        return failed;
    }

    /** Fails all batches but the oldest so many, which are in a call. Returns how many events failed. */
    int failAllNotInCall(int batchesInCall, ApiException why, List<PendingBatch> settled) {
        int failed = 0;
        Deque<PendingBatch> kept = new ArrayDeque<>();
        for (PendingBatch batch : batches) {
            if (kept.size() < batchesInCall) {
                kept.addLast(batch);
            } else {
                failed += fail(batch, why, settled);
                forget(batch);
            }
        }
        batches.clear();
        batches.addAll(kept);
        return failed;
    }

    private static int fail(PendingBatch batch, ApiException why, List<PendingBatch> settled) {
        int failed = batch.fail(why);
        if (failed > 0) {
            settled.add(batch);
        }
        return failed;
    }

    /** Removes the batches that were settled while a call carried them. */
    void dropSettled() {
        while (!batches.isEmpty() && batches.getFirst().isSettled()) {
            forget(batches.removeFirst());
        }
    }

    private void forget(PendingBatch batch) {
        for (int i = batch.next(); i < batch.size(); i++) {
            events--;
            bytes -= batch.event(i).length();
        }
    }
}
