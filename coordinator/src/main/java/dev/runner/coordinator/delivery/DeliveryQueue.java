package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events for one slot, on their way to whichever worker runs it. They go in the order in which they came, and one
 * call is in flight at most: what gathers meanwhile goes together with the next one. A call that brought nothing is
 * repeated with the same ids until the events' time is over, so that a worker that had them after all drops them.
 *
 * <p>No thread ever waits here, and nothing foreign is called under the lock.
 */
public final class DeliveryQueue {

    /** A call under way. */
    private record Call(DeliveryTarget to, CallBatch load, CompletableFuture<Void> ended) {}

    private final String slot;
    private final byte[] idPrefix;
    private final DeliveryQueueRegistry shared;
    private final DeliverySettings settings;
    private final UnreachableWorkerListener trouble;

    private final Backlog backlog = new Backlog();
    private DeliveryQueueState gate = new DeliveryQueueState.Held();
    private @Nullable Call call;
    private long lastNumber;
    private int oneByOne;
    private Duration pause;
    private boolean pausing;
    private int pauses;
    private boolean deadlineScheduled;
    private String lastProblem = "it runs nowhere at this moment";

    DeliveryQueue(String slot, String source, DeliveryQueueRegistry shared, UnreachableWorkerListener trouble) {
        this.slot = slot;
        this.idPrefix = ("\"@" + source + ":").getBytes(UTF_8);
        this.shared = shared;
        this.settings = shared.settings();
        this.trouble = trouble;
        this.pause = settings.firstPause();
    }

    /** The pipeline's name, with its replica's number where it has replicas. */
    public String slot() {
        return slot;
    }

    /** How many events no worker has accepted yet. */
    public synchronized int waiting() {
        return backlog.events();
    }

    /**
     * Takes events in.
     *
     * @param events in their order; the list does not change any more
     * @return for each what became of it, in their order; never completed exceptionally. Who hears of it must not wait
     *     for anything.
     */
    public CompletableFuture<List<DeliveryOutcome>> deliver(List<InjectedEvent> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        long deadline = shared.clock().millis() + settings.deadline().toMillis();
        PendingBatch parcel = new PendingBatch(events, deadline);
        ApiException obstacle;
        synchronized (this) {
            obstacle = obstacle();
            if (obstacle == null) {
                lastNumber = parcel.number(lastNumber);
                backlog.add(parcel);
                scheduleDeadline();
            } else {
                shared.counters().failed.add(parcel.fail(obstacle));
            }
        }
        if (obstacle == null) {
            shared.counters().injected.add(events.size());
            go();
        } else {
            parcel.reply();
        }
        return parcel.answer();
    }

    private @Nullable ApiException obstacle() {
        if (gate instanceof DeliveryQueueState.Closed closed) {
            return closed.why();
        }
        if (gate instanceof DeliveryQueueState.Refusing refusing) {
            return refusing.why().get();
        }
        boolean isFull = backlog.events() >= settings.waitingEvents() || backlog.bytes() >= settings.waitingBytes();
        return isFull ? DeliveryErrors.overloaded(backlog.events() + " events wait for " + slot) : null;
    }

    /**
     * No call is begun any more; what comes waits.
     *
     * @return completed when none is in flight, within the time-out of a call, maybe on a thread of the client: who
     *     hears of it must not wait for anything there
     */
    public synchronized CompletableFuture<Void> hold() {
        if (!(gate instanceof DeliveryQueueState.Closed)) {
            gate = new DeliveryQueueState.Held();
        }
        return call == null
                ? CompletableFuture.completedFuture(null)
                : call.ended().copy();
    }

    /**
     * Deliveries go on, to this deployment. A call that is still under way to another one is given up, and repeated
     * here.
     */
    public void open(DeliveryTarget now) {
        Call abandoned = null;
        synchronized (this) {
            if (gate instanceof DeliveryQueueState.Closed) {
                return;
            }
            gate = new DeliveryQueueState.Open(now);
            pausing = false;
            pauses++;
            pause = settings.firstPause();
            if (call != null && !call.to().equals(now)) {
                abandoned = call;
                call = null;
                markUncertain(abandoned.load());
                backlog.dropSettled();
            }
        }
        if (abandoned != null) {
            abandoned.ended().complete(null);
        }
        go();
    }

    /**
     * Nothing runs the slot, and nothing can: events that wait and that come are answered by this, until open or hold.
     */
    public void refuse(Supplier<ApiException> why) {
        shut(new DeliveryQueueState.Refusing(why), why.get());
    }

    /** The slot is gone for good. */
    public void close(ApiException why) {
        shut(new DeliveryQueueState.Closed(why), why);
        shared.forget(this);
    }

    private void shut(DeliveryQueueState to, ApiException why) {
        List<PendingBatch> finished = new ArrayList<>();
        synchronized (this) {
            if (gate instanceof DeliveryQueueState.Closed) {
                return;
            }
            gate = to;
            fail(why, finished);
        }
        finished.forEach(PendingBatch::reply);
    }

    private void fail(ApiException why, List<PendingBatch> finished) {
        shared.counters().failed.add(backlog.failAllNotInCall(parcelsInCall(), why, finished));
    }

    private int parcelsInCall() {
        return call == null ? 0 : call.load().spans().size();
    }

    private void go() {
        Call next;
        synchronized (this) {
            if (call != null || pausing || backlog.isEmpty() || !(gate instanceof DeliveryQueueState.Open open)) {
                return;
            }
            CallBatch load = backlog.load(oneByOne > 0 ? 1 : settings.callEvents(), settings.callBytes());
            next = new Call(open.to(), load, new CompletableFuture<>());
            call = next;
        }
        shared.counters().calls.increment();
        shared.counters().repeated.add(next.load().again());
        CompletableFuture<?> unused = shared.calls()
                .send(next.to(), next.load().body(idPrefix))
                .whenComplete((reply, problem) ->
                        ended(next, reply == null ? new WorkerCallResult.Lost(String.valueOf(problem)) : reply));
    }

    private void ended(Call ended, WorkerCallResult reply) {
        List<PendingBatch> finished = new ArrayList<>();
        synchronized (this) {
            if (!ended.equals(call)) {
                return; // it was given up
            }
            call = null;
            take(ended, reply, finished);
            backlog.dropSettled();
            if (gate instanceof DeliveryQueueState.Refusing refusing) {
                fail(refusing.why().get(), finished);
            } else if (gate instanceof DeliveryQueueState.Closed closed) {
                fail(closed.why(), finished);
            }
        }
        ended.ended().complete(null);
        if (reply instanceof WorkerCallResult.Unreachable) {
            trouble.unreachable(ended.to().workerId());
        }
        go(); // before the answers, so that the worker has something to do meanwhile
        finished.forEach(PendingBatch::reply);
    }

    private void take(Call ended, WorkerCallResult reply, List<PendingBatch> finished) {
        CallBatch load = ended.load();
        if (reply instanceof WorkerCallResult.Accepted accepted
                && accepted.outputs().size() <= load.events()
                && !accepted.outputs().isEmpty()) {
            take(ended.to().workerId(), accepted.outputs(), load.events(), finished);
            return;
        }
        shared.counters().failedCalls.increment();
        if (reply instanceof WorkerCallResult.Declined declined && isEventRejection(declined)) {
            if (load.events() == 1) {
                settleFirst(new DeliveryOutcome.Failed(DeliveryErrors.refusedByWorker(declined)), finished);
                shared.counters().failed.increment();
            } else {
                oneByOne = load.events();
            }
            return;
        }
        if (reply instanceof WorkerCallResult.Lost
                || (reply instanceof WorkerCallResult.Declined declined && mayHaveBeenProcessed(declined))) {
            markUncertain(load);
        }
        lastProblem = ended.to().workerId() + ": " + problem(reply);
        pauseFor(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
    }

    private void take(String workerId, List<JsonSlice> outputs, int sent, List<PendingBatch> finished) {
        for (JsonSlice output : outputs) {
            settleFirst(new DeliveryOutcome.Delivered(workerId, output), finished);
        }
        shared.counters().delivered.add(outputs.size());
        pause = settings.firstPause();
        if (outputs.size() < sent) {
            lastProblem = workerId + " has no room for what comes of the events";
            pauseFor(pause);
        }
    }

    private void settleFirst(DeliveryOutcome outcome, List<PendingBatch> finished) {
        backlog.settleFirst(outcome, finished);
        oneByOne = Math.max(0, oneByOne - 1);
    }

    /** They are checked before, so this is rare: which of them it is is found out by sending them one by one. */
    private static boolean isEventRejection(WorkerCallResult.Declined declined) {
        return declined.status() == 400 || declined.status() == 413 || declined.status() == 422;
    }

    /** A worker that says why it takes nothing has taken nothing; one that made a mistake may have. */
    private static boolean mayHaveBeenProcessed(WorkerCallResult.Declined declined) {
        return declined.status() >= 500 && declined.status() != 503;
    }

    private static void markUncertain(CallBatch load) {
        load.spans().forEach(span -> span.parcel().markUncertain());
    }

    private static String problem(WorkerCallResult reply) {
        if (reply instanceof WorkerCallResult.Declined declined) {
            return declined.error();
        }
        return reply instanceof WorkerCallResult.Unreachable unreachable
                ? unreachable.why()
                : reply instanceof WorkerCallResult.Lost lost ? lost.why() : "it took none of the events";
    }

    private void pauseFor(Duration time) {
        pausing = true;
        int own = ++pauses;
        shared.schedule().after(time, () -> {
            synchronized (this) {
                if (own != pauses) {
                    return;
                }
                pausing = false;
            }
            go();
        });
    }

    private void scheduleDeadline() {
        long first = backlog.firstDeadline();
        if (!deadlineScheduled && first != Long.MAX_VALUE) {
            deadlineScheduled = true;
            long left = Math.max(1, first - shared.clock().millis());
            shared.schedule().after(Duration.ofMillis(left), this::expire);
        }
    }

    private void expire() {
        List<PendingBatch> finished = new ArrayList<>();
        synchronized (this) {
            deadlineScheduled = false;
            int inCall = parcelsInCall();
            int failed = backlog.expire(shared.clock().millis(), inCall, this::late, finished);
            shared.counters().failed.add(failed);
            scheduleDeadline();
        }
        finished.forEach(PendingBatch::reply);
    }

    private ApiException late(PendingBatch parcel) {
        boolean isInCall = call != null && call.load().spans().stream().anyMatch(span -> span.parcel() == parcel);
        return DeliveryErrors.late(slot, settings.deadline(), lastProblem, !isInCall && !parcel.isUncertain());
    }
}
