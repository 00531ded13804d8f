package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request for one slot: delivered in order, answered together. Guarded by the queue's lock until it
 * is settled; immutable from then on.
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
    private long outputBytes;

    /** @param deadline in the clock's milliseconds */
    PendingBatch(List<InjectedEvent> events, long deadline) {
        this.events = events;
        this.outcomes = new @Nullable DeliveryOutcome[events.size()];
        this.numbers = new long[events.size()];
        this.deadline = deadline;
    }

    /** Numbers the events that have no id, starting after {@code last}. Returns the last number used. */
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

    /** Marks the events before this index as sent. Returns how many of them had been sent before. */
    int markSentUpTo(int index) {
        int repeated = Math.max(0, Math.min(sent, index) - next);
        sent = Math.max(sent, index);
        return repeated;
    }

    /** Notes that a worker may have processed some of it. */
    void markUncertain() {
        uncertain = true;
    }

    boolean isUncertain() {
        return uncertain;
    }

    boolean isSettled() {
        return settled;
    }

    /** Bytes of the outputs in its outcomes. */
    long outputBytes() {
        return outputBytes;
    }

    void addOutputBytes(long more) {
        outputBytes += more;
    }

    /** Records the outcome of the next event. Returns whether it was the last one. */
    boolean settleNext(DeliveryOutcome outcome) {
        if (!settled) {
            outcomes[next] = outcome;
            settled = next == outcomes.length - 1;
        }
        next++;
        return next == outcomes.length;
    }

    /** Fails the events that have no outcome yet. Returns how many. */
    int fail(ApiException why) {
        if (settled) {
            return 0;
        }
        settled = true;
        Arrays.fill(outcomes, next, outcomes.length, new DeliveryOutcome.Failed(why));
        return outcomes.length - next;
    }

    /** Completes the answer, and so runs its dependents: only when settled, and without the lock. */
    @SuppressWarnings("NullAway") // each has an outcome, as it is settled
    void complete() {
        answer.complete(List.of(outcomes));
    }
}
