package dev.runner.coordinator.relocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiException;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.Link;
import dev.runner.protocol.PipelineRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RouteRequest;
import dev.runner.service.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator and its workers on one thread. What would run at the same time on several threads runs in an order that
 * chance decides, also in the middle of each call to a worker; a seed always gives the same run.
 */
final class SimulatedCluster {

    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** The coordinator is killed at this moment. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        /** Without a stack trace: thousands of them are logged. */
        Killed() {
            super("the coordinator is killed here", null, false, false);
        }
    }

    final Random random;
    final ManualClock clock = new ManualClock();
    final SimulatedWorkers workers = new SimulatedWorkers();
    final CoordinatorStore store = CoordinatorStore.inMemory();
    final Map<String, Long> expected = new HashMap<>();
    private List<Runnable> tasks = new ArrayList<>();
    private int lastId;
    WorkerRegistry registry;
    GroupRegistry groups;
    ControlPlaneFixture control;
    private HealthSweep health;

    SimulatedCluster(long seed) {
        this.random = new Random(seed);
        startCoordinator();
    }

    void startCoordinator() {
        List<Runnable> own = new ArrayList<>();
        tasks = own;
        store.begin();
        control = new ControlPlaneFixture(
                store,
                workers,
                clock,
                () -> "id" + ++lastId,
                own::add,
                random.nextBoolean() ? PlacementStrategy.ROUND_ROBIN : PlacementStrategy.LEAST_LOADED,
                PATIENCE);
        registry = control.registry;
        groups = control.groups;
        health = new HealthSweep(
                registry, clock, new HealthSettings(Duration.ofSeconds(5), PATIENCE, Duration.ofSeconds(5)));
        control.service.load();
        registry.add(control.reconciler);
    }

    /** What the coordinator does every few seconds. */
    void sweep() {
        health.sweep();
        control.reconciler.sweep();
    }

    boolean runOne() {
        if (tasks.isEmpty()) {
            return false;
        }
        tasks.remove(random.nextInt(tasks.size())).run();
        return true;
    }

    void register(String id) {
        SimulatedWorkers.Jvm process = workers.processes.get(id);
        if (process == null) {
            process = workers.start(id);
        }
        RegisterRequest request = new RegisterRequest(
                id,
                "http://127.0.0.1:9000",
                null,
                new Capacity(1, 0, 40),
                29000,
                process.instance,
                process.pipelines.values().stream()
                        .map(SimulatedWorkers.Pipeline::view)
                        .toList());
        registry.activate(registry.register(WorkerRegistration.of(request, "127.0.0.1")));
    }

    void heartbeat(String id) {
        if (workers.processes.containsKey(id)
                && registry.heartbeat(id, new HeartbeatRequest(0L, 0)).isEmpty()) {
            register(id);
        }
    }

    void deploy() {
        int replicas = 1 + random.nextInt(3);
        String affinity = random.nextInt(3) == 0 ? "w" + random.nextInt(4) : null;
        GroupRequest request = new GroupRequest(
                "g",
                List.of(
                        new PipelineRequest("a", "", affinity, null, null),
                        new PipelineRequest("b", "", null, replicas, null)),
                List.of(new RouteRequest("a", "b", List.of("*"), null)));
        quietly(() -> control.service.deploy(request));
    }

    /** Its worker ends properly and comes back, or does not. */
    void handOver(String id, boolean leaving) {
        RegisteredWorker worker = registry.find(id).orElse(null);
        SimulatedWorkers.Jvm process = workers.processes.get(id);
        if (worker == null || process == null || !worker.instance().equals(process.instance)) {
            return;
        }
        quietly(() -> control.drainer
                .handOver(id, new HandoverRequest(process.instance, leaving))
                .thenRun(() -> {
                    if (isTaken(process) && workers.processes.remove(id, process) && !leaving) {
                        register(id);
                    }
                }));
    }

    /** A worker whose answers were lost twice would lose what is younger than its last checkpoint: not meant here. */
    private boolean isTaken(SimulatedWorkers.Jvm process) {
        return groups.slots().stream().allMatch(slot -> {
            SlotDeployment deployment = slot.deployment();
            SimulatedWorkers.Pipeline pipeline =
                    deployment == null ? null : process.pipelines.get(deployment.pipelineId());
            return pipeline == null || (pipeline.frozen && storedEvents(slot) == pipeline.events);
        });
    }

    private long storedEvents(Slot slot) {
        byte[] stored = store.checkpoint(slot);
        return stored == null ? -1 : Long.parseLong(new String(stored, UTF_8));
    }

    /** What is refused is refused, and nobody waits for the rest. */
    static void quietly(Supplier<? extends CompletableFuture<?>> action) {
        try {
            CompletableFuture<?> unused = action.get();
        } catch (ApiException e) {
            assertThat(e.status()).isBetween(400, 503);
        }
    }

    @Nullable Slot anySlot() {
        List<Slot> slots = groups.slots();
        return slots.isEmpty() ? null : slots.get(random.nextInt(slots.size()));
    }

    /** An event reaches a slot, as it would through its queue. */
    void event() {
        Slot slot = anySlot();
        if (slot == null || slot.phase() != SlotPhase.RUNNING) {
            return;
        }
        SlotDeployment deployment = slot.deployment();
        SimulatedWorkers.Jvm process = deployment == null ? null : workers.processes.get(deployment.workerId());
        SimulatedWorkers.Pipeline pipeline =
                deployment == null || process == null ? null : process.pipelines.get(deployment.pipelineId());
        if (pipeline != null && !pipeline.frozen) {
            pipeline.events++;
            expected.merge(slot.key(), 1L, Long::sum);
        }
    }

    /** Chaos is over: everybody comes back, and time passes. */
    void calm() {
        workers.chaos = () -> {};
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 4; i++) {
                String id = "w" + i;
                if (workers.processes.containsKey(id)) {
                    heartbeat(id);
                } else {
                    register(id);
                }
                registry.undrain(id);
            }
            clock.pass(Duration.ofSeconds(5));
            sweep();
            int steps = 0;
            while (runOne()) {
                assertThat(++steps).as("it comes to an end").isLessThan(20_000);
            }
        }
    }

    void assertEachSlotIsFilledOnce() {
        int wanted = 0;
        for (PipelineGroup group : groups.all()) {
            for (Slot slot : group.slots()) {
                wanted++;
                assertThat(slot.phase()).as(slot.key()).isEqualTo(SlotPhase.RUNNING);
                List<SimulatedWorkers.Pipeline> filling = workers.filling(group.id(), slot.name());
                assertThat(filling).as(slot.key()).hasSize(1);
                assertThat(filling.get(0).id).isEqualTo(filled(slot).pipelineId());
                assertThat(filling.get(0).frozen).as(slot.key() + " is frozen").isFalse();
                assertThat(store.placement(slot.groupId(), slot.name())).contains(filled(slot));
                if (slot.name().equals("a")) {
                    assertLinks(
                            group,
                            Objects.requireNonNull(filling.get(0).links).links().get(0));
                }
            }
        }
        int running = workers.processes.values().stream()
                .mapToInt(process -> process.pipelines.size())
                .sum();
        assertThat(running).as("nothing else runs").isEqualTo(wanted);
        assertThat(control.orphans.isDone()).isTrue();
    }

    private static SlotDeployment filled(Slot slot) {
        return Objects.requireNonNull(slot.deployment());
    }

    private static void assertLinks(PipelineGroup group, Link link) {
        List<String> ids = group.pipeline("b").orElseThrow().slots().stream()
                .map(slot -> filled(slot).pipelineId())
                .toList();
        assertThat(link.replicas())
                .extracting(target -> target.pipelineId())
                .as("links of " + group.id())
                .isEqualTo(ids);
    }
}
