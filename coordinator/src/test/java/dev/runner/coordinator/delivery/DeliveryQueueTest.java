package dev.runner.coordinator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

    private static final DeliveryTarget HERE = deployment("worker-0", "id-1");
    private static final DeliveryTarget THERE = deployment("worker-1", "id-2");
    private static final DeliverySettings SETTINGS = new DeliverySettings(
            10, 4096, 30, 100_000, Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofMillis(500));
    private final ApiException nobody = new ApiException(503, "no_workers_available", "no worker is ready");

    private final SimulatedTime time = new SimulatedTime();
    private final ManualWorkerEventClient calls = new ManualWorkerEventClient();
    private final List<String> unreachable = new ArrayList<>();
    private final DeliveryQueueRegistry deliveries =
            new DeliveryQueueRegistry(calls, time, time, () -> "src", SETTINGS);
    private final DeliveryQueue queue = deliveries.queue("p#0", target -> unreachable.add(target.workerId()));

    private static DeliveryTarget deployment(String worker, String id) {
        return new DeliveryTarget(worker, "i-" + worker, URI.create("http://127.0.0.1:9000"), ApiKey.NONE, id);
    }

    private static List<InjectedEvent> events(@Nullable String... ids) {
        List<InjectedEvent> events = new ArrayList<>();
        for (String id : ids) {
            events.add(new InjectedEvent(new EventType("A"), id, JsonSlice.of("{\"n\":1}"), List.of()));
        }
        return events;
    }

    private static List<InjectedEvent> nameless(int count) {
        return events(new String[count]);
    }

    /** For a test that looks at the calls. */
    private static void unheard(CompletableFuture<?> answer) {
        assertThat(answer).isNotNull();
    }

    private static ApiException failure(CompletableFuture<List<DeliveryOutcome>> answer) {
        assertThat(answer).isCompleted();
        return ((DeliveryOutcome.Failed) answer.join().get(0)).why();
    }

    private static void assertDelivered(CompletableFuture<List<DeliveryOutcome>> answer) {
        assertThat(answer).isCompleted();
        assertThat(answer.join()).allMatch(outcome -> outcome instanceof DeliveryOutcome.Delivered);
    }

    @Test
    void aWorkerWithoutMemoryIsToldToTheClientAtOnce() {
        queue.open(HERE);
        CompletableFuture<List<DeliveryOutcome>> first = queue.deliver(nameless(1));
        CompletableFuture<List<DeliveryOutcome>> more = queue.deliver(nameless(5));
        calls.last().decline(503, "state_full");
        calls.last().decline(503, "worker_memory_full");

        assertThat(failure(first).code()).isEqualTo("state_full");
        assertThat(failure(more)).hasMessageContaining("it was not processed");
        assertThat(failure(more).status()).isEqualTo(503);
        assertThat(more.join()).hasSize(5).allMatch(DeliveryOutcome.Failed.class::isInstance);
        assertThat(queue.waiting()).isZero();

        CompletableFuture<List<DeliveryOutcome>> later = queue.deliver(nameless(1));
        calls.last().accept();
        assertDelivered(later);
    }

    @Test
    void outputsOfARequestAreBoundedInBytes() {
        queue.open(HERE);
        CompletableFuture<List<DeliveryOutcome>> answer = queue.deliver(nameless(3));
        JsonSlice large = JsonSlice.of("\"" + "x".repeat((int) OutputBudget.MOST_PER_REQUEST / 2) + "\"");
        calls.last().reply().complete(new WorkerCallResult.Accepted(List.of(large, large, JsonSlice.of("{}"))));

        List<DeliveryOutcome.Delivered> outcomes = answer.join().stream()
                .map(DeliveryOutcome.Delivered.class::cast)
                .toList();
        assertThat(outcomes).extracting(DeliveryOutcome.Delivered::omitted).containsExactly(false, true, false);
        assertThat(outcomes.get(1).outputs().isEmpty()).isTrue();
        assertThat(deliveries.outputs().taken())
                .as("given back with the answer")
                .isZero();
    }

    @Test
    @Tag("V23")
    void anEventGoesToTheDeploymentAndItsOutputsComeBack() {
        queue.open(HERE);
        CompletableFuture<List<DeliveryOutcome>> answer = queue.deliver(events("mine"));
        assertThat(calls.last().to()).isEqualTo(HERE);
        assertThat(calls.last().body())
                .isEqualTo("{\"events\":[{\"event_id\":\"mine\",\"event_type\":\"A\",\"fields\":{\"n\":1}}]}");
        calls.last().accept();
        assertThat(answer.join().get(0)).isInstanceOfSatisfying(DeliveryOutcome.Delivered.class, delivered -> {
            assertThat(delivered.workerId()).isEqualTo("worker-0");
            assertThat(delivered.outputs()).hasToString("{\"of\":\"mine\"}");
        });
    }

    @Test
    void whatGathersDuringACallGoesTogetherInItsOrder() {
        queue.open(HERE);
        var first = queue.deliver(events("a"));
        var second = queue.deliver(events("b", "c"));
        var third = queue.deliver(events("d"));
        assertThat(calls.count()).isEqualTo(1);
        calls.last().accept();
        assertThat(calls.count()).isEqualTo(2);
        assertThat(calls.last().ids()).containsExactly("b", "c", "d");
        calls.last().accept();
        assertDelivered(first);
        assertDelivered(second);
        assertDelivered(third);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aBatchStaysTogetherUnlessItIsTooLargeByItself() {
        queue.open(HERE);
        unheard(queue.deliver(nameless(1)));
        unheard(queue.deliver(nameless(8)));
        unheard(queue.deliver(nameless(4)));
        var large = queue.deliver(nameless(12));
        List<Integer> sizes = new ArrayList<>();
        while (!large.isDone()) {
            sizes.add(calls.last().ids().size());
            calls.last().accept();
        }
        assertThat(sizes).containsExactly(1, 8, 4, 10, 2);
        assertDelivered(large);
    }

    @Test
    void aCallHasNoMoreBytesThanAllowedButAtLeastOneEvent() {
        queue.open(HERE);
        unheard(queue.deliver(nameless(1)));
        String big = "{\"v\":\"" + "x".repeat(5000) + "\"}";
        InjectedEvent event = new InjectedEvent(new EventType("A"), "big", JsonSlice.of(big), List.of());
        unheard(queue.deliver(List.of(event, event)));
        calls.last().accept();
        assertThat(calls.last().ids()).hasSize(1);
        calls.last().accept();
        assertThat(calls.last().ids()).hasSize(1);
    }

    @Test
    void eventsWithoutAnIdGetNumbersWithoutGaps() {
        queue.open(HERE);
        unheard(queue.deliver(events(null, "own", null)));
        assertThat(calls.last().ids()).containsExactly("@src:1", "own", "@src:2");
        unheard(queue.deliver(events(null, null)));
        calls.last().accept();
        assertThat(calls.last().ids()).containsExactly("@src:3", "@src:4");
    }

    @Test
    void aCallThatFailedIsRepeatedWithTheSameIdsAfterGrowingDelays() {
        queue.open(HERE);
        var answer = queue.deliver(nameless(2));
        List<String> ids = calls.last().ids();
        for (int delay : new int[] {20, 40, 80, 160, 320, 500, 500}) {
            int before = calls.count();
            calls.last().decline(404, "pipeline_not_found");
            time.pass(Duration.ofMillis(delay - 1));
            assertThat(calls.count()).isEqualTo(before);
            time.pass(Duration.ofMillis(1));
            assertThat(calls.count()).isEqualTo(before + 1);
            assertThat(calls.last().ids()).isEqualTo(ids);
        }
        calls.last().accept();
        assertDelivered(answer);
        assertThat(deliveries.counters().repeated()).isEqualTo(14);
        assertThat(deliveries.counters().failedCalls()).isEqualTo(7);
    }

    @Test
    void ofAPrefixThatWasTakenTheRestGoesAgain() {
        queue.open(HERE);
        var answer = queue.deliver(events("a", "b", "c"));
        calls.last().accept(1);
        assertThat(calls.count()).isEqualTo(1);
        assertThat(answer).isNotDone();
        time.pass(Duration.ofMillis(20));
        assertThat(calls.last().ids()).containsExactly("b", "c");
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    void anAnswerThatTookNoneOrTooManyIsNoProgress() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        calls.last().accept(0);
        time.pass(Duration.ofMillis(20));
        ManualWorkerEventClient.Call second = calls.last();
        second.reply().complete(new WorkerCallResult.Accepted(List.of(JsonSlice.EMPTY, JsonSlice.EMPTY)));
        time.pass(Duration.ofMillis(40));
        assertThat(calls.count()).isEqualTo(3);
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    @Tag("V39")
    void aHeldQueueKeepsEventsAndOpensInTheirOrder() {
        queue.open(HERE);
        unheard(queue.deliver(events("a")));
        unheard(queue.deliver(events("b")));
        CompletableFuture<Void> held = queue.hold();
        assertThat(held).isNotDone();
        calls.last().accept();
        assertThat(held).isCompleted();
        assertThat(calls.count()).isEqualTo(1);
        unheard(queue.deliver(events("c")));
        queue.open(THERE);
        assertThat(calls.last().to()).isEqualTo(THERE);
        assertThat(calls.last().ids()).containsExactly("b", "c");
    }

    @Test
    @Tag("V39")
    void whatFailedWhileItWasHeldGoesFirstAfterwards() {
        queue.open(HERE);
        var first = queue.deliver(events("a"));
        CompletableFuture<Void> held = queue.hold();
        unheard(queue.deliver(events("b")));
        calls.last().decline(409, "pipeline_frozen");
        assertThat(held).isCompleted();
        time.pass(Duration.ofSeconds(1));
        assertThat(calls.count()).isEqualTo(1);
        queue.open(THERE);
        assertThat(calls.last().ids()).containsExactly("a", "b");
        calls.last().accept();
        assertDelivered(first);
    }

    @Test
    void aQueueThatIsIdleIsHeldAtOnce() {
        assertThat(queue.hold()).isCompleted();
        queue.open(HERE);
        assertThat(queue.hold()).isCompleted();
    }

    @Test
    void aCallToAnotherDeploymentIsGivenUpAndItsLateAnswerIgnored() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        CompletableFuture<Void> held = queue.hold();
        ManualWorkerEventClient.Call stuck = calls.last();
        queue.open(THERE);
        assertThat(held).isCompleted();
        assertThat(calls.last().to()).isEqualTo(THERE);
        stuck.accept();
        assertThat(answer).isNotDone();
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    void openingForTheSameDeploymentLeavesTheCallAlone() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        unheard(queue.hold());
        queue.open(HERE);
        assertThat(calls.count()).isEqualTo(1);
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    void aNewDeploymentIsTriedAtOnceAfterAPause() {
        queue.open(HERE);
        unheard(queue.deliver(events("a")));
        calls.last().decline(404, "pipeline_not_found");
        unheard(queue.hold());
        queue.open(THERE);
        assertThat(calls.count()).isEqualTo(2);
        time.pass(Duration.ofMillis(100)); // the delay of before begins no second call
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    @Tag("V36")
    void aRefusedConnectionIsToldAndTheEventsWait() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        calls.last().reply().complete(new WorkerCallResult.Unreachable("nothing listens"));
        assertThat(unreachable).containsExactly("worker-0");
        assertThat(answer).isNotDone();
        unheard(queue.hold());
        queue.open(THERE);
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    @Tag("V36")
    void whereNothingCanRunItEventsAreAnsweredByThatUntilItOpens() {
        var waiting = queue.deliver(events("a"));
        queue.refuse(() -> nobody);
        assertThat(failure(waiting)).isSameAs(nobody);
        assertThat(failure(queue.deliver(events("b")))).isSameAs(nobody);
        queue.open(HERE);
        var now = queue.deliver(events("c"));
        calls.last().accept();
        assertDelivered(now);
        assertThat(deliveries.counters().failed()).isEqualTo(2);
    }

    @Test
    @Tag("V36")
    void aCallUnderWayMayStillSucceedAfterARefusal() {
        queue.open(HERE);
        var underWay = queue.deliver(events("a"));
        var behind = queue.deliver(events("b"));
        queue.refuse(() -> nobody);
        assertThat(failure(behind)).isSameAs(nobody);
        assertThat(underWay).isNotDone();
        calls.last().accept();
        assertDelivered(underWay);
    }

    @Test
    @Tag("V36")
    void aCallUnderWayThatFailsIsAnsweredByTheRefusal() {
        queue.open(HERE);
        var underWay = queue.deliver(events("a"));
        queue.refuse(() -> nobody);
        calls.last().decline(503, "outbox_full");
        assertThat(failure(underWay)).isSameAs(nobody);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aClosedQueueTakesNothingEverAgain() {
        ApiException gone = new ApiException(404, "group_not_found", "it was deleted");
        var waiting = queue.deliver(events("a"));
        queue.close(gone);
        queue.open(HERE);
        queue.refuse(() -> nobody);
        assertThat(failure(waiting)).isSameAs(gone);
        assertThat(failure(queue.deliver(events("b")))).isSameAs(gone);
        assertThat(calls.count()).isZero();
        assertThat(deliveries.queues()).isEmpty();
    }

    @Test
    @Tag("V43")
    void anEventThatNobodyTookInTimeIsSurelyNotProcessed() {
        var answer = queue.deliver(events("a"));
        time.pass(Duration.ofMillis(9_999));
        assertThat(answer).isNotDone();
        time.pass(Duration.ofMillis(1));
        assertThat(failure(answer).status()).isEqualTo(502);
        assertThat(failure(answer).code()).isEqualTo("routing_failed");
        assertThat(failure(answer)).hasMessageContaining("it was not processed");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    @Tag("V43")
    void timeInWhichTheCoordinatorStoodStillDoesNotCount() {
        var answer = queue.deliver(events("a"));
        time.pass(Duration.ofSeconds(9));
        time.standStill(Duration.ofSeconds(20));
        assertThat(answer).isNotDone();
        time.pass(Duration.ofMillis(999));
        assertThat(answer).isNotDone();
        time.pass(Duration.ofMillis(1));
        assertThat(failure(answer).code()).isEqualTo("routing_failed");
    }

    @Test
    @Tag("V43")
    void anEventOfACallWithoutAnswerMayHaveBeenProcessed() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        calls.last().reply().complete(new WorkerCallResult.Lost("no answer"));
        unheard(queue.hold());
        time.pass(Duration.ofSeconds(10));
        assertThat(failure(answer))
                .hasMessageContaining("may have been processed")
                .hasMessageContaining("event_id");
    }

    @Test
    @Tag("V43")
    void theDeadlineIsOfEachArrivalAndACallThatHangsEndsNoLater() {
        queue.open(HERE);
        var early = queue.deliver(events("a"));
        time.pass(Duration.ofSeconds(4));
        var late = queue.deliver(events("b"));
        time.pass(Duration.ofSeconds(6));
        assertThat(failure(early)).hasMessageContaining("may have been processed");
        assertThat(late).isNotDone();
        calls.last().reply().complete(new WorkerCallResult.Lost("no answer"));
        time.pass(Duration.ofMillis(20));
        assertThat(calls.last().ids()).containsExactly("b");
        calls.last().accept();
        assertDelivered(late);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void anAnswerToAnEventWhoseTimeIsOverDoesNotDisturbTheOthers() {
        queue.open(HERE);
        var early = queue.deliver(events("a"));
        time.pass(Duration.ofSeconds(5));
        var late = queue.deliver(events("b"));
        time.pass(Duration.ofSeconds(5));
        calls.last().accept();
        assertThat(failure(early).status()).isEqualTo(502);
        assertThat(calls.last().ids()).containsExactly("b");
        calls.last().accept();
        assertDelivered(late);
    }

    @Test
    void aFullQueueTakesNoMoreAndLosesNothing() {
        List<CompletableFuture<List<DeliveryOutcome>>> taken =
                IntStream.range(0, 3).mapToObj(i -> queue.deliver(nameless(10))).toList();
        ApiException full = failure(queue.deliver(nameless(1)));
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.code()).isEqualTo("overloaded");
        queue.open(HERE);
        for (int i = 0; i < 3; i++) {
            calls.last().accept();
        }
        taken.forEach(DeliveryQueueTest::assertDelivered);
        assertThat(deliveries.counters().delivered()).isEqualTo(30);
        assertThat(deliveries.counters().injected()).isEqualTo(30);
    }

    @Test
    void oneBadEventDoesNotFailItsNeighbours() {
        queue.open(HERE);
        unheard(queue.deliver(events("first")));
        var good = queue.deliver(events("a"));
        var bad = queue.deliver(events("bad"));
        var other = queue.deliver(events("b"));
        calls.last().accept();
        assertThat(calls.last().ids()).containsExactly("a", "bad", "b");
        calls.last().decline(400, "bad_request");
        while (!other.isDone()) {
            assertThat(calls.last().ids()).hasSize(1);
            if (calls.last().ids().contains("bad")) {
                calls.last().decline(400, "bad_request");
            } else {
                calls.last().accept();
            }
        }
        assertDelivered(good);
        assertDelivered(other);
        assertThat(failure(bad).status()).isEqualTo(400);
    }

    @Test
    void aPoisonEventIsIsolatedByHalvingTheBatch() {
        queue.open(HERE);
        unheard(queue.deliver(events("first")));
        var answer = queue.deliver(events("0", "1", "2", "3", "4", "bad", "6", "7"));
        calls.last().accept();
        int before = calls.count();
        while (!answer.isDone()) {
            if (calls.last().ids().contains("bad")) {
                calls.last().decline(422, "bad_event");
            } else {
                calls.last().accept();
            }
        }
        List<DeliveryOutcome> outcomes = answer.join();
        for (int i = 0; i < 8; i++) {
            assertThat(outcomes.get(i))
                    .isInstanceOf(i == 5 ? DeliveryOutcome.Failed.class : DeliveryOutcome.Delivered.class);
        }
        assertThat(calls.count() - before).isLessThan(8);
    }

    @Test
    void anEventThatCannotBeWrittenFailsAloneAndTheQueueGoesOn() {
        queue.open(HERE);
        InjectedEvent broken =
                new InjectedEvent(new EventType("A"), "x", new JsonSlice(new byte[2], 0, 100), List.of());
        var answer =
                queue.deliver(List.of(events("a").get(0), broken, events("b").get(0)));
        for (int i = 0; i < 10 && !answer.isDone(); i++) {
            time.pass(Duration.ZERO);
            if (calls.count() > 0) {
                calls.last().accept();
            }
        }
        assertThat(answer.join().get(0)).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(answer.join().get(1)).isInstanceOf(DeliveryOutcome.Failed.class);
        assertThat(answer.join().get(2)).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.hold()).isCompleted();
    }

    @Test
    @Tag("V43")
    void anEventAtWhichTheWorkerFailsEachTimeFailsAloneAndTheOthersAreDelivered() {
        queue.open(HERE);
        var answer = queue.deliver(events("a", "b", "poison", "c", "d"));
        while (!answer.isDone()) {
            if (calls.last().ids().contains("poison")) {
                calls.last().decline(500, "internal_error");
            } else {
                calls.last().accept();
            }
            time.pass(Duration.ofMillis(20));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(answer.join().get(i))
                    .isInstanceOf(i == 2 ? DeliveryOutcome.Failed.class : DeliveryOutcome.Delivered.class);
        }
        ApiException failed = ((DeliveryOutcome.Failed) answer.join().get(2)).why();
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.code()).isEqualTo("worker_failed");
        assertThat(failed).hasMessageContaining("worker-0 failed at this event");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aWorkerThatFailsTwiceMayHaveHadAnAccident() {
        queue.open(HERE);
        var answer = queue.deliver(events("a", "b"));
        for (int delay : new int[] {20, 40}) {
            calls.last().decline(500, "internal_error");
            assertThat(answer).isNotDone();
            time.pass(Duration.ofMillis(delay));
            assertThat(calls.last().ids()).containsExactly("a", "b");
        }
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    void aClientThatThrowsCostsARetry() {
        List<String> attempts = new ArrayList<>();
        DeliveryQueue failing = new DeliveryQueueRegistry(
                        (to, body) -> {
                            attempts.add(body.toString());
                            if (attempts.size() < 3) {
                                throw new IllegalStateException("on purpose");
                            }
                            return calls.send(to, body);
                        },
                        time,
                        time,
                        () -> "src",
                        SETTINGS)
                .queue("p", target -> {});
        failing.open(HERE);
        var answer = failing.deliver(nameless(1));
        time.pass(Duration.ofMillis(100));
        calls.last().accept();
        assertDelivered(answer);
        assertThat(attempts).hasSize(3).containsOnly(attempts.get(0));
    }

    @Test
    void anErrorWhileSendingEndsTheCall() {
        List<Error> errors = new ArrayList<>(List.of(new OutOfMemoryError("on purpose")));
        DeliveryQueue failing = new DeliveryQueueRegistry(
                        (to, body) -> {
                            if (!errors.isEmpty()) {
                                throw errors.remove(0);
                            }
                            return calls.send(to, body);
                        },
                        time,
                        time,
                        () -> "src",
                        SETTINGS)
                .queue("p", target -> {});
        failing.open(HERE);
        assertThatThrownBy(() -> failing.deliver(nameless(1))).isInstanceOf(OutOfMemoryError.class);
        time.pass(Duration.ofMillis(100));
        calls.last().accept();
        assertThat(failing.waiting()).isZero();
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheQueue() {
        DeliveryQueue listened = deliveries.queue("p", target -> {
            throw new IllegalStateException("on purpose");
        });
        listened.open(HERE);
        var answer = listened.deliver(events("a"));
        calls.last().reply().complete(new WorkerCallResult.Unreachable("nothing listens"));
        time.pass(Duration.ofMillis(20));
        calls.last().accept();
        assertDelivered(answer);
    }

    @Test
    void aCallThatFailsWithAnExceptionIsRepeated() {
        queue.open(HERE);
        var answer = queue.deliver(events("a"));
        calls.last().reply().completeExceptionally(new IllegalStateException("on purpose"));
        time.pass(Duration.ofMillis(20));
        calls.last().accept();
        assertDelivered(answer);
    }
}
