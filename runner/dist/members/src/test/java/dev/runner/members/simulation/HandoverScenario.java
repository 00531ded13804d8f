package dev.runner.members.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.coordinator.delivery.DeliveryOutcome;
import dev.runner.coordinator.delivery.EventDispatcher;
import dev.runner.coordinator.delivery.InjectRequestParser;
import dev.runner.coordinator.delivery.ParsedEventBatch;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiException;
import dev.runner.language.Event;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of a coordinator and four workers under load, to which planned things happen at any moment: restarts,
 * stops, pauses, drains, moves; and, where they are allowed, kills. At the end everything is there again, and each
 * event is looked for in the state of the pipelines.
 */
final class HandoverScenario {

    private static final String COUNTING =
            "stream A = X .aggregate(n: count(), ids: count_distinct(i)) .emit(n: n, ids: ids)";
    private static final int WORKERS = 4;
    private static final Duration CHAOS = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(75);

    /** In milliseconds. The coordinator does not notice a shorter pause, and takes the worker for one that died. */
    private static final int LEAST_GRACE = 3_000;

    /** What a client knows of the events for one group. */
    private static final class Sent {
        private final Set<Integer> all = new HashSet<>();
        private final Set<Integer> accepted = new HashSet<>();
    }

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final boolean kills;
    private final CoordinatorStore store = CoordinatorStore.inMemory();
    private final List<SimulatedWorker.Storage> storages = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private SimulatedCoordinator coordinator;
    private boolean coordinatorStarts;
    private boolean chaos = true;
    private int starts;
    private int events;
    private int killed;

    HandoverScenario(long seed, boolean kills) {
        this.world = new SimulatedWorld(seed);
        this.network = new SimulatedNetwork(world);
        this.kills = kills;
        this.coordinator = startCoordinator();
        for (int i = 0; i < WORKERS; i++) {
            storages.add(new SimulatedWorker.Storage());
            workers.add(startWorker(i));
        }
    }

    private SimulatedCoordinator startCoordinator() {
        int[] ids = {0};
        String name = "c" + ++starts;
        SimulatedCoordinator started = new SimulatedCoordinator(name, network, store, () -> name + "x" + ++ids[0]);
        network.listens(started);
        world.note(name + " has started");
        return started;
    }

    private SimulatedWorker startWorker(int i) {
        SimulatedWorker started = new SimulatedWorker("w" + i, "w" + i + "s" + ++starts, storages.get(i), network);
        network.listens(started);
        world.note(started.process + " has started and keeps "
                + storages.get(i).all().size() + " states");
        started.begin();
        return started;
    }

    /** Runs it, and returns what is wrong at the end; empty: nothing. */
    List<String> run() {
        world.pass(Duration.ofSeconds(2));
        deploy(new PipelineRequest("p", COUNTING, "w1", null, null));
        deploy(new PipelineRequest("q", COUNTING, null, 3, "i"));
        deploy(new PipelineRequest("r", COUNTING, null, null, null));
        world.pass(Duration.ofSeconds(2));
        load();
        strike();
        world.pass(CHAOS);
        chaos = false;
        world.pass(Duration.ofSeconds(25)); // whoever is away or paused comes back by then
        for (int i = 0; i < WORKERS; i++) {
            String id = "w" + i;
            coordinator.process.run(() -> coordinator.registry.undrain(id));
        }
        world.pass(CALM);
        List<String> problems = problems();
        world.end();
        return problems;
    }

    private void deploy(PipelineRequest pipeline) {
        quietly(() -> coordinator.service.deploy(new GroupRequest(pipeline.name(), List.of(pipeline), List.of())));
    }

    private static void quietly(Supplier<? extends CompletableFuture<?>> action) {
        try {
            CompletableFuture<?> unused = action.get();
        } catch (ApiException e) {
            if (e.status() >= 500 && e.status() != 503) {
                throw e;
            }
        }
    }

    private void load() {
        if (!chaos) {
            return;
        }
        world.at(20 + world.random.nextInt(200), this::load);
        SimulatedCoordinator called = coordinator;
        called.process.run(() -> {
            List<PipelineGroup> groups = called.groups.all();
            if (!groups.isEmpty()) {
                int count = 1 + world.random.nextInt(4);
                inject(called, groups.get(world.random.nextInt(groups.size())), count);
            }
        });
    }

    private void inject(SimulatedCoordinator called, PipelineGroup group, int count) {
        Sent known = sent.computeIfAbsent(group.id(), id -> new Sent());
        List<Integer> numbers = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int number = ++events;
            numbers.add(number);
            known.all.add(number);
            String id = world.random.nextBoolean() ? ",\"event_id\":\"e" + number + "\"" : "";
            batch.add("{\"event_type\":\"X\",\"fields\":{\"i\":" + number + "}" + id + "}");
        }
        byte[] body = ("{\"events\":[" + String.join(",", batch) + "]}").getBytes(UTF_8);
        ParsedEventBatch parsed = InjectRequestParser.batch(body, group.router().keys());
        CompletableFuture<?> unused = EventDispatcher.deliver(group.router(), parsed)
                .thenAccept(outcomes -> world.at(world.random.nextInt(5), () -> {
                    for (int k = 0; k < count && called.process.isAlive(); k++) {
                        if (outcomes.get(k) instanceof DeliveryOutcome.Delivered) {
                            known.accepted.add(numbers.get(k));
                        }
                    }
                }));
    }

    private void strike() {
        if (!chaos) {
            return;
        }
        world.at(world.random.nextInt(3) == 0 ? world.random.nextInt(50) : world.random.nextInt(4_000), this::strike);
        int i = world.random.nextInt(WORKERS);
        switch (world.random.nextInt(kills ? 17 : 15)) {
            case 0, 1 -> endWorker(i, false, 300 + world.random.nextInt(2_000));
            case 2, 3 -> endWorker(i, true, 300 + world.random.nextInt(2_000));
            case 4 -> endWorker(i, true, world.random.nextInt(8_000));
            case 5, 6, 7 -> endCoordinator(300 + world.random.nextInt(2_000));
            case 8 -> endCoordinator(world.random.nextInt(12_000));
            case 9 -> pause(coordinator.process, world.random.nextInt(20_000));
            case 10 -> pause(workers.get(i).process, world.random.nextInt(6_000));
            case 11 -> control(() -> coordinator.drainer.drain("w" + i));
            case 12 ->
                control(() -> {
                    coordinator.registry.undrain("w" + i);
                    return CompletableFuture.completedFuture(i);
                });
            case 13 -> migrate("w" + i);
            case 14 ->
                control(() -> {
                    coordinator.migrations.rebalance();
                    return CompletableFuture.completedFuture(i);
                });
            case 15 -> killWorker(i);
            default -> {
                killed++; // who stands still for so long is taken for dead
                pause(workers.get(i).process, 15_000 + world.random.nextInt(10_000));
            }
        }
    }

    private void control(Supplier<CompletableFuture<?>> action) {
        coordinator.process.run(() -> quietly(action));
    }

    private void migrate(String to) {
        List<Slot> slots = coordinator.slots();
        if (!slots.isEmpty()) {
            Slot slot = slots.get(world.random.nextInt(slots.size()));
            coordinator.process.run(() -> coordinator.migrations.start(slot, to));
        }
    }

    private void endWorker(int i, boolean leaving, long away) {
        SimulatedWorker worker = workers.get(i);
        if (!worker.process.isAlive() || worker.isEnding()) {
            return;
        }
        world.note(worker.process + (leaving ? " is stopped for " : " restarts in ") + away + " ms");
        world.at(
                0,
                () -> worker.end(leaving, () -> {
                    world.note(worker.process + " has ended and keeps "
                            + storages.get(i).all().size() + " states");
                    world.at(away, () -> workers.set(i, startWorker(i)));
                }));
        if (leaving && world.random.nextInt(3) == 0) {
            world.at(LEAST_GRACE + world.random.nextInt(7_000), () -> endGrace(i, worker, away));
        }
    }

    /** Whoever stops it kills it, when it has not ended in time. */
    private void endGrace(int i, SimulatedWorker worker, long away) {
        if (worker.process.isAlive() && worker.isEnding()) {
            world.note(worker.process + " is killed while it ends");
            worker.process.end();
            world.at(away, () -> workers.set(i, startWorker(i)));
        }
    }

    private void killWorker(int i) {
        SimulatedWorker worker = workers.get(i);
        if (worker.process.isAlive() && !worker.isEnding()) {
            killed++;
            world.note(worker.process + " is killed");
            worker.process.end();
            world.at(300 + world.random.nextInt(20_000), () -> workers.set(i, startWorker(i)));
        }
    }

    private void endCoordinator(long away) {
        if (coordinatorStarts) {
            return;
        }
        coordinatorStarts = true;
        world.note(coordinator.process + " ends for " + away + " ms");
        coordinator.process.end();
        world.at(away, () -> {
            coordinatorStarts = false;
            coordinator = startCoordinator();
        });
    }

    private void pause(SimulatedWorld.SimulatedProcess process, long millis) {
        if (!process.isAlive() || process.isPaused()) {
            return;
        }
        world.note(process + " is paused for " + millis + " ms");
        process.pause();
        world.at(millis, () -> {
            world.note(process + " is resumed");
            process.resume();
        });
    }

    private List<String> problems() {
        List<String> found = new ArrayList<>();
        for (PipelineGroup group : coordinator.groups.all()) {
            long processed = 0;
            long distinct = 0;
            for (Slot slot : group.slots()) {
                Event probe = probe(slot, found);
                if (probe != null) {
                    processed += ((Number) probe.get("n")).longValue() - 1;
                    distinct += ((Number) probe.get("ids")).longValue() - 1;
                }
            }
            Sent known = sent.getOrDefault(group.id(), new Sent());
            if (processed != distinct) {
                found.add(group.name() + ": " + (processed - distinct) + " events were processed twice");
            }
            if (distinct > known.all.size()) {
                found.add(group.name() + ": more events than were sent");
            }
            if (killed == 0 && distinct < known.accepted.size()) {
                found.add(group.name() + ": " + known.accepted.size() + " accepted, " + distinct + " processed");
            }
        }
        return found;
    }

    private @Nullable Event probe(Slot slot, List<String> found) {
        SlotDeployment deployment = slot.deployment();
        if (slot.phase() != SlotPhase.RUNNING || deployment == null) {
            found.add(slot + " is " + slot.phase());
            return null;
        }
        List<Pipeline> filling = workers.stream()
                .flatMap(worker -> worker.pipelines.all().stream())
                .filter(pipeline -> pipeline.assignment() != null
                        && pipeline.assignment().groupId().equals(slot.groupId())
                        && pipeline.assignment().pipeline().equals(slot.name()))
                .toList();
        if (filling.size() != 1 || !filling.get(0).id().equals(deployment.pipelineId())) {
            found.add(slot + " is filled by " + filling.size());
            return null;
        }
        EventBatch batch = new EventBatch();
        batch.add(Event.ofOwned("X", new String[] {"i"}, new Object[] {-1L}), null, 0);
        return filling.get(0).accept(batch, 1, true).join().outputs(0).get(0);
    }

    List<String> timeline() {
        return world.timeline();
    }

    long steps() {
        return world.steps();
    }

    int accepted() {
        return sent.values().stream().mapToInt(known -> known.accepted.size()).sum();
    }
}
