package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * The events that a slot's worker has not accepted, the oldest first; those of a call stay until it has ended. Used under
 * the queue's lock.
 */
final class Backlog {

    private final Deque<Parcel> parcels = new ArrayDeque<>();
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
        for (Parcel parcel : parcels) {
            if (!parcel.isSettled()) {
                return parcel.deadline();
            }
        }
        return Long.MAX_VALUE;
    }

    void add(Parcel parcel) {
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
    Load load(int mostEvents, long mostBytes) {
        List<Load.Span> spans = new ArrayList<>();
        int count = 0;
        int again = 0;
        long size = 0;
        for (Parcel parcel : parcels) {
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
            spans.add(new Load.Span(parcel, parcel.next(), end));
            again += parcel.sentUpTo(end);
            count += end - parcel.next();
            size = sizeWith;
            if (end < parcel.size()) {
                break;
            }
        }
        return new Load(spans, count, (int) size, again);
    }

    /** Takes the first event out, with this outcome. */
    void settleFirst(Outcome outcome, List<Parcel> finished) {
        Parcel parcel = parcels.getFirst();
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
    int expire(long now, int parcelsInCall, Function<Parcel, ApiException> why, List<Parcel> finished) {
        int failed = 0;
        for (Parcel parcel : parcels) {
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
    int failBehind(int parcelsInCall, ApiException why, List<Parcel> finished) {
        int failed = 0;
        Deque<Parcel> kept = new ArrayDeque<>();
        for (Parcel parcel : parcels) {
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

    private static int fail(Parcel parcel, ApiException why, List<Parcel> finished) {
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

    private void forget(Parcel parcel) {
        for (int i = parcel.next(); i < parcel.size(); i++) {
            events--;
            bytes -= parcel.event(i).length();
        }
    }
}
