package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events for one slot, on their way to the worker that runs it. They are sent in the order of their arrival, and at
 * most one call is in flight: events that arrive meanwhile go together with the next one. A call that failed is
 * repeated with the same ids until the events' deadline, so that a worker that had them after all drops them.
 *
 * <p>Threads: every method may be called on any thread, and none blocks. State changes only in {@link #apply}, under
 * the queue's lock. What follows from a change (call, timer, answers, notification) happens on the same thread after
 * the lock was released. Whatever throws there, the call in flight ends and the queue goes on.
 */
public final class DeliveryQueue {

    private static final Logger LOG = LoggerFactory.getLogger("delivery");

    /** A call in flight. */
    private record Call(DeliveryTarget target, CallBatch batch, CompletableFuture<Void> ended) {}

    /** What follows from a change of state. */
    private static final class Consequences {
        private final List<PendingBatch> settled = new ArrayList<>();
        private @Nullable Call ended;
        private @Nullable DeliveryTarget unreachable;
        private RetryBackoff.@Nullable Delay delay;
        private @Nullable Duration deadline;
        private @Nullable Call call;
    }

    private final String slot;
    private final byte[] idPrefix;
    private final DeliveryQueueRegistry shared;
    private final DeliverySettings settings;
    private final UnreachableWorkerListener unreachable;

    private final Backlog backlog = new Backlog();
    private final PoisonBisector bisector = new PoisonBisector();
    private final RetryBackoff backoff;
    private DeliveryQueueState state = new DeliveryQueueState.Held();
    private @Nullable Call inFlight;
    private boolean deadlineScheduled;

    DeliveryQueue(String slot, String source, DeliveryQueueRegistry shared, UnreachableWorkerListener unreachable) {
        this.slot = slot;
        this.idPrefix = ("\"@" + source + ":").getBytes(UTF_8);
        this.shared = shared;
        this.settings = shared.settings();
        this.unreachable = unreachable;
        this.backoff = new RetryBackoff(settings.initialBackoff(), settings.maxBackoff());
    }

    /** The pipeline's name, with the replica's number where it has several. */
    public String slot() {
        return slot;
    }

    /** How many events no worker has accepted yet. */
    public synchronized int waiting() {
        return backlog.events();
    }

    /**
     * Enqueues events.
     *
     * @param events in order; the list must not change any more
     * @return completes with the outcome of each event, in order, and never exceptionally. Dependents must not block.
     */
    public CompletableFuture<List<DeliveryOutcome>> deliver(List<InjectedEvent> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        long deadline = shared.clock().millis() + settings.deadline().toMillis();
        PendingBatch batch = new PendingBatch(events, deadline);
        apply(next -> {
            ApiException obstacle = obstacle();
            if (obstacle == null) {
                backlog.add(batch);
                shared.counters().injected.add(events.size());
            } else {
                shared.counters().failed.add(batch.fail(obstacle));
                next.settled.add(batch);
            }
        });
        return batch.answer();
    }

    private @Nullable ApiException obstacle() {
        ApiException refusal = state.refusal();
        if (refusal != null) {
            return refusal;
        }
        boolean isFull = backlog.events() >= settings.waitingEvents() || backlog.bytes() >= settings.waitingBytes();
        return isFull ? DeliveryErrors.overloaded(backlog.events() + " events wait for " + slot) : null;
    }

    /**
     * Begins no further call; events that arrive wait.
     *
     * @return completes when no call is in flight, within the time-out of a call. Dependents must not block: they may
     *     run on a thread of the HTTP client.
     */
    public CompletableFuture<Void> hold() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        apply(next -> {
            if (!(state instanceof DeliveryQueueState.Closed)) {
                state = new DeliveryQueueState.Held();
            }
            if (inFlight == null) {
                idle.complete(null);
            } else {
                CompletableFuture<?> unused = inFlight.ended().thenRun(() -> idle.complete(null));
            }
        });
        return idle;
    }

    /** Sends to this deployment from now on. A call in flight to another one is abandoned, and repeated here. */
    public void open(DeliveryTarget target) {
        apply(next -> {
            if (state instanceof DeliveryQueueState.Closed) {
                return;
            }
            state = new DeliveryQueueState.Open(target);
            backoff.cancel();
            Call call = inFlight;
            if (call != null && !call.target().equals(target)) {
                inFlight = null;
                next.ended = call;
                call.batch().markUncertain();
                backlog.dropSettled();
            }
        });
    }

    /** No worker runs the slot, and none can: waiting events and those to come fail with this, until open or hold. */
    public void refuse(Supplier<ApiException> why) {
        shut(new DeliveryQueueState.Refusing(why));
    }

    /** The slot is gone: waiting events and those to come fail with this. */
    public void close(ApiException why) {
        shut(new DeliveryQueueState.Closed(why));
        shared.forget(this);
    }

    private void shut(DeliveryQueueState to) {
        apply(next -> {
            if (!(state instanceof DeliveryQueueState.Closed)) {
                state = to;
                failRefused(next);
            }
        });
    }

    /** Events of a call in flight are left alone: it may still succeed. */
    private void failRefused(Consequences next) {
        ApiException refusal = state.refusal();
        if (refusal != null) {
            int inCall = inFlight == null ? 0 : inFlight.batch().ranges().size();
            shared.counters().failed.add(backlog.failAllNotInCall(inCall, refusal, next.settled));
        }
    }

    /** Makes a change, begins the next call if one is due, and then lets the consequences happen without the lock. */
    private void apply(Consumer<Consequences> change) {
        Consequences next = new Consequences();
        synchronized (this) {
            change.accept(next);
            scheduleDeadline(next);
            beginCall(next);
        }
        try {
            if (next.call != null) {
                send(next.call); // first, so that the worker has something to do meanwhile
            }
        } finally {
            follow(next);
        }
    }

    private void follow(Consequences next) {
        try {
            if (next.ended != null) {
                next.ended.ended().complete(null);
            }
            if (next.delay != null) {
                RetryBackoff.Delay delay = next.delay;
                shared.schedule().after(delay.length(), () -> apply(then -> backoff.end(delay)));
            }
            if (next.deadline != null) {
                shared.schedule().after(next.deadline, this::expire);
            }
            if (next.unreachable != null) {
                unreachable.unreachable(next.unreachable);
            }
        } catch (RuntimeException e) {
            LOG.error("a delivery to {} had a consequence that failed", slot, e);
        } finally {
            next.settled.forEach(batch -> {
                batch.complete();
                shared.outputs().giveBack(batch);
            });
        }
    }

    private void beginCall(Consequences next) {
        if (inFlight == null
                && !backoff.isWaiting()
                && !backlog.isEmpty()
                && state instanceof DeliveryQueueState.Open open) {
            CallBatch batch = backlog.next(bisector.limit(settings.callEvents()), settings.callBytes());
            inFlight = new Call(open.to(), batch, new CompletableFuture<>());
            next.call = inFlight;
        }
    }

    /** Whatever happens in here, the call is {@link #completed}. */
    private void send(Call call) {
        CompletableFuture<WorkerCallResult> result =
                CompletableFuture.completedFuture(new WorkerCallResult.Lost("the coordinator could not send the call"));
        try {
            shared.counters().calls.increment();
            shared.counters().repeated.add(call.batch().repeated());
            result = attempt(call);
        } finally {
            if (result.isDone()) { // not on this stack, which would grow with each call that fails at once
                WorkerCallResult known = result.handle(DeliveryQueue::known).join();
                shared.schedule().after(Duration.ZERO, () -> completed(call, known));
            } else {
                CompletableFuture<?> unused =
                        result.whenComplete((value, problem) -> completed(call, known(value, problem)));
            }
        }
    }

    private static WorkerCallResult known(@Nullable WorkerCallResult value, @Nullable Throwable problem) {
        return value == null ? new WorkerCallResult.Lost(String.valueOf(problem)) : value;
    }

    private CompletableFuture<WorkerCallResult> attempt(Call call) {
        JsonByteBuilder body;
        try {
            body = call.batch().body(idPrefix);
        } catch (RuntimeException e) { // an event that cannot be written is isolated like one that the worker rejects
            LOG.error("events for {} cannot be written", slot, e);
            return CompletableFuture.completedFuture(new WorkerCallResult.Rejected(
                    500, "internal_error", "the coordinator cannot write the event: " + e.getMessage()));
        }
        try {
            return shared.calls().send(call.target(), body);
        } catch (RuntimeException e) {
            LOG.error("a call to {} failed before it was sent", call.target().workerId(), e);
            return CompletableFuture.completedFuture(new WorkerCallResult.Lost(String.valueOf(e)));
        }
    }

    private void completed(Call call, WorkerCallResult result) {
        apply(next -> {
            if (!call.equals(inFlight)) {
                return; // abandoned
            }
            inFlight = null;
            next.ended = call;
            try {
                settle(call, result, next);
                backlog.dropSettled();
                failRefused(next);
            } catch (RuntimeException e) {
                LOG.error("the result of a call for {} could not be applied", slot, e);
                retry("internal error: " + e, next);
            }
        });
    }

    private void settle(Call call, WorkerCallResult result, Consequences next) {
        String worker = call.target().workerId();
        CallBatch batch = call.batch();
        if (result instanceof WorkerCallResult.Accepted accepted
                && !accepted.outputs().isEmpty()
                && accepted.outputs().size() <= batch.events()) {
            settleAccepted(worker, accepted.outputs(), batch.events(), next);
            return;
        }
        shared.counters().failedCalls.increment();
        if (result instanceof WorkerCallResult.Rejected rejected) {
            settleRejected(batch, rejected, next);
        } else if (result instanceof WorkerCallResult.Full full) {
            settleFull(batch, full, next);
        } else if (result instanceof WorkerCallResult.WorkerFailed failed) {
            settleFailed(worker, batch, failed, next);
        } else if (result instanceof WorkerCallResult.Declined declined) {
            retry(worker + ": " + declined.problem(), next);
        } else if (result instanceof WorkerCallResult.Unreachable refused) {
            next.unreachable = call.target();
            retry(worker + ": " + refused.problem(), next);
        } else if (result instanceof WorkerCallResult.Lost lost) {
            batch.markUncertain();
            retry(worker + ": " + lost.problem(), next);
        } else {
            retry(worker + ": it took none of the events", next);
        }
    }

    private void settleAccepted(String worker, List<JsonSlice> outputs, int sent, Consequences next) {
        for (JsonSlice output : outputs) {
            boolean kept = shared.outputs().take(backlog.first(), output.length());
            backlog.settleFirst(
                    new DeliveryOutcome.Delivered(worker, kept ? output : JsonSlice.EMPTY, !kept), next.settled);
        }
        shared.counters().delivered.add(outputs.size());
        bisector.settled(outputs.size());
        backoff.reset();
        if (outputs.size() < sent) {
            next.delay = backoff.begin(worker + " has no room for the outputs of the events");
            backoff.reset();
        }
    }

    private void settleRejected(CallBatch batch, WorkerCallResult.Rejected rejected, Consequences next) {
        isolate(batch, DeliveryErrors.rejected(rejected), next);
    }

    /** An event at which the worker fails whenever it comes must not hold up those behind it until its deadline. */
    private void settleFailed(String worker, CallBatch batch, WorkerCallResult.WorkerFailed failed, Consequences next) {
        batch.markUncertain();
        if (bisector.isSuspect()) {
            isolate(batch, DeliveryErrors.workerFailed(worker, failed.problem()), next);
        } else {
            retry(worker + ": " + failed.problem(), next);
        }
    }

    private void isolate(CallBatch batch, ApiException why, Consequences next) {
        if (batch.events() > 1) {
            bisector.rejected(batch.events());
            return;
        }
        backlog.settleFirst(new DeliveryOutcome.Failed(why), next.settled);
        shared.counters().failed.increment();
        bisector.settled(1);
    }

    private void settleFull(CallBatch batch, WorkerCallResult.Full full, Consequences next) {
        for (int i = 0; i < batch.events(); i++) {
            backlog.settleFirst(new DeliveryOutcome.Failed(DeliveryErrors.full(full)), next.settled);
        }
        shared.counters().failed.add(batch.events());
        bisector.settled(batch.events());
        backoff.reset();
    }

    private void retry(String problem, Consequences next) {
        next.delay = backoff.begin(problem);
    }

    private void scheduleDeadline(Consequences next) {
        long first = backlog.firstDeadline();
        if (!deadlineScheduled && first != Long.MAX_VALUE) {
            deadlineScheduled = true;
            next.deadline = Duration.ofMillis(Math.max(1, first - shared.clock().millis()));
        }
    }

    private void expire() {
        apply(next -> {
            deadlineScheduled = false;
            int inCall = inFlight == null ? 0 : inFlight.batch().ranges().size();
            int failed = backlog.expire(shared.clock().millis(), inCall, this::expired, next.settled);
            shared.counters().failed.add(failed);
        });
    }

    private ApiException expired(PendingBatch batch) {
        boolean mayBeProcessed =
                batch.isUncertain() || (inFlight != null && inFlight.batch().contains(batch));
        return DeliveryErrors.expired(slot, settings.deadline(), backoff.lastProblem(), !mayBeProcessed);
    }
}
