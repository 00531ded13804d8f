package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request for one slot: they are delivered in their order, and answered together. All is guarded by
 * the queue's lock until it is settled, and does not change from then on.
 */
final class PendingBatch {

    private final List<InjectedEvent> events;
    private final @Nullable DeliveryOutcome[] outcomes;
    private final long[] numbers;
    private final long deadline;
    private final CompletableFuture<List<DeliveryOutcome>> answer = new CompletableFuture<>();
    private int next;
    private int sent;
    private boolean uncertain;
    private boolean settled;

    /** @param deadline in the clock's milliseconds */
    PendingBatch(List<InjectedEvent> events, long deadline) {
        this.events = events;
        this.outcomes = new @Nullable DeliveryOutcome[events.size()];
        this.numbers = new long[events.size()];
        this.deadline = deadline;
    }

    /**
     * Gives a number to each event that has no id, and returns the last one that is given. They are kept over repeats.
     */
    long number(long last) {
        long number = last;
        for (int i = 0; i < numbers.length; i++) {
            if (events.get(i).id() == null) {
                numbers[i] = ++number;
            }
        }
        return number;
    }

    InjectedEvent event(int index) {
        return events.get(index);
    }

    long number(int index) {
        return numbers[index];
    }

    int size() {
        return events.size();
    }

    /** The first event that has no outcome. */
    int next() {
        return next;
    }

    long deadline() {
        return deadline;
    }

    CompletableFuture<List<DeliveryOutcome>> answer() {
        return answer;
    }

    /** Marks the events before this one as sent, and returns how many of them were not for the first time. */
    int markSentUpTo(int index) {
        int again = Math.max(0, Math.min(sent, index) - next);
        sent = Math.max(sent, index);
        return again;
    }

    /** Says that a worker may have processed some of it without our knowing. */
    void markUncertain() {
        uncertain = true;
    }

    boolean isUncertain() {
        return uncertain;
    }

    boolean isSettled() {
        return settled;
    }

    /** Notes what became of the next event, and returns whether that was the last one. */
    boolean settleNext(DeliveryOutcome outcome) {
        if (!settled) {
            outcomes[next] = outcome;
            settled = next == outcomes.length - 1;
        }
        next++;
        return next == outcomes.length;
    }

    /** Ends it: what has no outcome yet has failed. Returns how many events that are. */
    int fail(ApiException why) {
        if (settled) {
            return 0;
        }
        settled = true;
        Arrays.fill(outcomes, next, outcomes.length, new DeliveryOutcome.Failed(why));
        return outcomes.length - next;
    }

    /** Answers whoever waits for it, who may do much: outside the lock, and only when settled. */
    @SuppressWarnings("NullAway") // each has an outcome, as it is settled
    void reply() {
        answer.complete(List.of(outcomes));
    }
}
