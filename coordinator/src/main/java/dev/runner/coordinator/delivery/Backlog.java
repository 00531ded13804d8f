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

    private final Deque<PendingBatch> parcels = new ArrayDeque<>();
    private int events;
    private long bytes;

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }

    /** When the next parcel's time is over, in the clock's milliseconds; the greatest value where none waits. */
    long firstDeadline() {
        for (PendingBatch parcel : parcels) {
            if (!parcel.isSettled()) {
                return parcel.deadline();
            }
        }
        return Long.MAX_VALUE;
    }

    void add(PendingBatch parcel) {
        parcels.addLast(parcel);
        events += parcel.size();
        for (int i = 0; i < parcel.size(); i++) {
            bytes += parcel.event(i).length();
        }
    }

    /**
     * The first events: whole parcels as long as they are within the bounds, or, where already the first one is not, as
     * much of that as is, but at least one event.
     */
    CallBatch load(int mostEvents, long mostBytes) {
        List<CallBatch.BatchRange> spans = new ArrayList<>();
        int count = 0;
        int again = 0;
        long size = 0;
        for (PendingBatch parcel : parcels) {
            int end = parcel.next();
            long sizeWith = size;
            while (end < parcel.size() && count + end - parcel.next() < mostEvents) {
                sizeWith += parcel.event(end).length();
                if (sizeWith > mostBytes && count + end - parcel.next() > 0) {
                    break;
                }
                end++;
            }
            if (end < parcel.size() && !spans.isEmpty()) {
                break;
            }
            spans.add(new CallBatch.BatchRange(parcel, parcel.next(), end));
            again += parcel.markSentUpTo(end);
            count += end - parcel.next();
            size = sizeWith;
            if (end < parcel.size()) {
                break;
            }
        }
        return new CallBatch(spans, count, (int) size, again);
    }

    /** Takes the first event out, with this outcome. */
    void settleFirst(DeliveryOutcome outcome, List<PendingBatch> finished) {
        PendingBatch parcel = parcels.getFirst();
        boolean wasSettled = parcel.isSettled();
        events--;
        bytes -= parcel.event(parcel.next()).length();
        if (parcel.settleNext(outcome)) {
            parcels.removeFirst();
            if (!wasSettled) {
                finished.add(parcel);
            }
        }
    }

    /** Ends the parcels whose time is over; those of a call stay until it has ended. Returns how many events failed. */
    int expire(long now, int parcelsInCall, Function<PendingBatch, ApiException> why, List<PendingBatch> finished) {
        int failed = 0;
        for (PendingBatch parcel : parcels) {
            if (parcel.deadline() > now) {
                break;
            }
            failed += fail(parcel, why.apply(parcel), finished);
        }
        if (parcelsInCall == 0) {
            dropSettled();
        }
        return failed;
    }

    /** Ends all but those of a call. Returns how many events failed. */
    int failAllNotInCall(int parcelsInCall, ApiException why, List<PendingBatch> finished) {
        int failed = 0;
        Deque<PendingBatch> kept = new ArrayDeque<>();
        for (PendingBatch parcel : parcels) {
            if (kept.size() < parcelsInCall) {
                kept.addLast(parcel);
            } else {
                failed += fail(parcel, why, finished);
                forget(parcel);
            }
        }
        parcels.clear();
        parcels.addAll(kept);
        return failed;
    }

    private static int fail(PendingBatch parcel, ApiException why, List<PendingBatch> finished) {
        int failed = parcel.fail(why);
        if (failed > 0) {
            finished.add(parcel);
        }
        return failed;
    }

    /** Takes out the parcels that were settled while a call had them. */
    void dropSettled() {
        while (!parcels.isEmpty() && parcels.getFirst().isSettled()) {
            forget(parcels.removeFirst());
        }
    }

    private void forget(PendingBatch parcel) {
        for (int i = parcel.next(); i < parcel.size(); i++) {
            events--;
            bytes -= parcel.event(i).length();
        }
    }
}
