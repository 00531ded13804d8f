package dev.runner.coordinator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.protocol.Assignment;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.WorkerState;
import dev.runner.service.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WorkerRegistryTest {

    private static final HeartbeatRequest BEAT = new HeartbeatRequest(1L, 0);

    private final ManualClock clock = new ManualClock();
    private final WorkerRegistry registry = new WorkerRegistry(clock);

    private static WorkerRegistration asked(String id, int maxPipelines) {
        Capacity capacity = new Capacity(2, 0, maxPipelines);
        return WorkerRegistration.of(
                new RegisterRequest(id, "http://127.0.0.1:9000", "key", capacity, 29000), "127.100.0.1");
    }

    private RegisteredWorker join(String id) {
        return registry.activate(registry.register(asked(id, 2))).orElseThrow();
    }

    private WorkerState state(String id) {
        return registry.find(id).orElseThrow().state();
    }

    @Test
    @Tag("V13")
    void isRegisteringUntilItIsGivenWork() {
        RegisteredWorker registered = registry.register(asked("w0", 2));
        assertThat(registered.state()).isEqualTo(WorkerState.REGISTERING);

        registry.activate(registered);
        assertThat(state("w0")).isEqualTo(WorkerState.READY);
    }

    @Test
    @Tag("V13")
    void isBusyAtItsCapacity() {
        join("w0");

        registry.heartbeat("w0", new HeartbeatRequest(0L, 2));
        assertThat(state("w0")).isEqualTo(WorkerState.BUSY);
        registry.heartbeat("w0", new HeartbeatRequest(0L, 1));
        assertThat(state("w0")).isEqualTo(WorkerState.READY);
    }

    @Test
    @Tag("V10")
    void listsInTheOrderOfRegistrationAlsoAfterOneCameBack() {
        join("b");
        join("a");
        join("c");
        join("b");

        assertThat(registry.all()).extracting(RegisteredWorker::id).containsExactly("b", "a", "c");
    }

    @Test
    @Tag("V8")
    void registeringAgainReplacesTheOldIncarnation() {
        RegisteredWorker first = join("w0");
        registry.drain("w0");
        RegisteredWorker second = registry.register(asked("w0", 7));

        assertThat(second.registration()).isGreaterThan(first.registration());
        assertThat(registry.activate(first)).contains(second);
        assertThat(state("w0")).as("the old incarnation activates nothing").isEqualTo(WorkerState.REGISTERING);
        registry.activate(second);
        assertThat(state("w0")).as("starting anew ends a drain").isEqualTo(WorkerState.READY);
        assertThat(registry.all()).hasSize(1);
    }

    @Test
    @Tag("V9")
    void aHeartbeatOfAnUnknownWorkerIsNotTaken() {
        assertThat(registry.heartbeat("nobody", BEAT)).isEmpty();
    }

    @Test
    @Tag("V15")
    void aHeartbeatBringsALostWorkerBackButNeverADrainedOne() {
        join("lost");
        join("drained");
        registry.drain("drained");
        clock.pass(Duration.ofSeconds(1));
        registry.markSilentWorkersLost(clock.instant());
        assertThat(registry.all()).extracting(RegisteredWorker::state).containsOnly(WorkerState.UNHEALTHY);

        registry.heartbeat("lost", BEAT);
        registry.heartbeat("drained", BEAT);

        assertThat(state("lost")).isEqualTo(WorkerState.READY);
        assertThat(state("drained")).isEqualTo(WorkerState.DRAINING);
        registry.undrain("drained");
        assertThat(state("drained")).isEqualTo(WorkerState.READY);
    }

    @Test
    @Tag("V12")
    void aDeletedWorkerIsGone() {
        join("w0");

        assertThat(registry.delete("w0")).isTrue();
        assertThat(registry.delete("w0")).isFalse();
        assertThat(registry.all()).isEmpty();
    }

    private static WorkerRegistration registration(String id, String instance) {
        return registration(id, instance, null);
    }

    private static WorkerRegistration registration(String id, String instance, @Nullable Long started) {
        RegisterRequest request = new RegisterRequest(
                id, "http://127.0.0.1:9000", null, new Capacity(1, 0, 1), null, instance, null, null, started);
        return WorkerRegistration.of(request, "127.0.0.1");
    }

    /** Its registration was under way when it began to hand over, and is heard later. */
    @Test
    @Tag("V46")
    void aProcessThatHandsOverDoesNotComeBackByALateRegistration() {
        RegisteredWorker worker = registry.register(registration("w0", "i0"));
        registry.activate(worker);
        registry.beginHandover("w0", worker.registration());

        registry.activate(registry.register(registration("w0", "i0")));
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.isAvailable()).isFalse());

        registry.activate(registry.register(registration("w0", "i1")));
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.isAvailable()).isTrue());
    }

    /** The request waited in the socket of a coordinator that was paused. */
    @Test
    @Tag("V46")
    void aRegistrationOfAnEarlierProcessDoesNotReplaceOneOfItsSuccessor() {
        RegisteredWorker newer = registry.register(registration("w0", "i1", 2_000L));
        registry.activate(newer);

        assertThatThrownBy(() -> registry.register(registration("w0", "i0", 1_000L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a later process");
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.instance()).isEqualTo("i1"));

        registry.markLost("w0", newer.registration());
        assertThat(registry.register(registration("w0", "i0", 1_000L)).instance())
                .as("the clock was set back")
                .isEqualTo("i0");
    }

    @Test
    @Tag("V46")
    void aWorkerThatMayHaveEndedUnseenIsExpectedBackAndNotLost() {
        AtomicBoolean unseen = new AtomicBoolean(true);
        WorkerRegistry own = new WorkerRegistry(clock, unseen::get);
        RegisteredWorker worker = own.register(registration("w0", "i0"));
        own.activate(worker);

        own.markLost("w0", worker.registration());
        assertThat(own.find("w0")).hasValueSatisfying(now -> {
            assertThat(now.isLost()).isFalse();
            assertThat(now.isAvailable()).isFalse();
        });
        assertThat(own.markSilentWorkersLost(clock.instant().plusSeconds(60))).isEmpty();

        unseen.set(false);
        own.giveUpExpecting("w0", worker.registration());
        own.markLost("w0", worker.registration());
        assertThat(own.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.isLost()).isTrue());
    }

    /** It has said what it keeps, and ended before it could hand over, or before it was asked for it. */
    @Test
    @Tag("V46")
    void aWorkerThatKeepsStatesIsExpectedBackUntilNobodyNeedsThem() {
        PipelineView kept =
                new PipelineView("p1", "p", PipelineState.FROZEN, 7L, new Assignment("g", "group", "p", 1L));
        RegisteredWorker worker = registry.register(WorkerRegistration.of(
                new RegisterRequest(
                        "w0",
                        "http://127.0.0.1:9000",
                        null,
                        new Capacity(1, 0, 1),
                        null,
                        "i0",
                        null,
                        List.of(kept),
                        null),
                "127.0.0.1"));
        registry.activate(worker);

        registry.markLost("w0", worker.registration());
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.isLost()).isFalse());

        registry.giveUpExpecting("w0", worker.registration());
        registry.forgetKeptState("w0", worker.registration(), "p1");
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.keeps("p1")).isFalse());
        registry.markLost("w0", worker.registration());
        assertThat(registry.find("w0"))
                .hasValueSatisfying(now -> assertThat(now.isLost()).isTrue());
    }

    @Test
    void listenersHearOfChangesOnly() {
        List<WorkerState> heard = new ArrayList<>();
        registry.add(worker -> heard.add(worker.state()));

        RegisteredWorker worker = join("w0");
        registry.activate(worker);
        registry.drain("w0");
        registry.drain("w0");

        assertThat(heard).containsExactly(WorkerState.REGISTERING, WorkerState.READY, WorkerState.DRAINING);
    }

    @Test
    @Tag("F7")
    void theExchangeIsAtTheAddressThatTheRegistrationCameFrom() {
        assertThat(join("w0").registered().exchange()).isEqualTo("127.100.0.1:29000");
    }

    @Test
    void aWorkerThatListensEverywhereIsCalledWhereItCameFrom() {
        Capacity capacity = new Capacity(1, 0, 1);
        RegisterRequest request = new RegisterRequest("w0", "http://0.0.0.0:9000", null, capacity, null);

        assertThat(WorkerRegistration.of(request, "127.3.0.1").address()).hasToString("http://127.3.0.1:9000");
    }

    @Test
    void refusesAddressesThatCannotBeCalled() {
        for (String address : List.of("ftp://x:1", "127.0.0.1:9000", "http://", "http://x:1/path", "not a url")) {
            RegisterRequest request = new RegisterRequest("w0", address, null, new Capacity(1, 0, 1), null);

            assertThatThrownBy(() -> WorkerRegistration.of(request, "127.0.0.1"))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("address ");
        }
    }
}
