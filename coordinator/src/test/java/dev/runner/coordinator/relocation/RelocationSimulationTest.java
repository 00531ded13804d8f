package dev.runner.coordinator.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerCallException.Kind;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens at the same time, each slot is filled once in the end. */
@Timeout(60)
class RelocationSimulationTest {

    private static final int STEPS = 250;
    private static final int DEEPEST = 3;

    private int depth;

    @Test
    @Tag("V36")
    @Tag("V37")
    @Tag("V38")
    @Tag("V39")
    @Tag("V40")
    @Tag("V8")
    void everySlotIsFilledOnceAfterKillsRestartsAndLostAnswers() {
        for (long seed = 0; seed < 200; seed++) {
            run(seed, true);
        }
    }

    @Test
    @Tag("V37")
    @Tag("V39")
    @Tag("V46")
    void plannedMovesLoseNoState() {
        for (long seed = 1_000; seed < 1_200; seed++) {
            SimulatedCluster cluster = run(seed, false);
            for (PipelineGroup group : cluster.groups.all()) {
                for (Slot slot : group.slots()) {
                    assertThat(cluster.workers.filling(group.id(), slot.name()).get(0).events)
                            .as("seed %s: %s", seed, slot.key())
                            .isEqualTo(cluster.expected.getOrDefault(slot.key(), 0L));
                }
            }
        }
    }

    private SimulatedCluster run(long seed, boolean violent) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        try {
            for (int i = 0; i < 4; i++) {
                cluster.register("w" + i);
            }
            depth = 0;
            cluster.workers.chaos = () -> strike(cluster, violent);
            for (int step = 0; step < STEPS; step++) {
                try {
                    happen(cluster, violent);
                    cluster.runOne();
                } catch (SimulatedCluster.Killed e) {
                    depth = 0;
                    cluster.startCoordinator();
                }
            }
            cluster.calm();
            cluster.assertEachSlotIsFilledOnce();
            return cluster;
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** In the middle of a call: other work goes on, and things happen. */
    private void strike(SimulatedCluster cluster, boolean violent) throws WorkerCallException {
        if (depth < DEEPEST) {
            depth++;
            for (int i = cluster.random.nextInt(3); i > 0; i--) {
                happen(cluster, violent);
                cluster.runOne();
            }
            depth--;
        }
        if (violent && cluster.random.nextInt(300) == 0) {
            throw new SimulatedCluster.Killed();
        }
        if (cluster.random.nextInt(12) == 0) {
            throw new WorkerCallException(Kind.SILENT, "no answer");
        }
    }

    private static void happen(SimulatedCluster cluster, boolean violent) {
        String worker = "w" + cluster.random.nextInt(4);
        switch (cluster.random.nextInt(violent ? 16 : 12)) {
            case 0 -> cluster.deploy();
            case 1 -> remove(cluster);
            case 2 -> SimulatedCluster.quietly(() -> cluster.control.drainer.drain(worker));
            case 3, 4 -> cluster.registry.undrain(worker);
            case 5 -> migrate(cluster, worker);
            case 6 -> cluster.control.migrations.rebalance();
            case 7 -> cluster.sweep();
            case 8 -> cluster.control.puller.pull();
            case 9 -> cluster.handOver(worker, false);
            case 10, 11 -> cluster.event();
            case 12 -> cluster.workers.processes.remove(worker);
            case 13 -> cluster.register(worker);
            case 14 -> silence(cluster, worker);
            default -> violence(cluster, worker);
        }
    }

    private static void violence(SimulatedCluster cluster, String worker) {
        switch (cluster.random.nextInt(3)) {
            case 0 -> cluster.handOver(worker, true);
            case 1 -> SimulatedCluster.quietly(() -> cluster.control.drainer.delete(worker));
            default -> cluster.heartbeat(worker);
        }
    }

    private static void silence(SimulatedCluster cluster, String worker) {
        cluster.registry.find(worker).ifPresent(now -> cluster.registry.markLost(worker, now.registration()));
        cluster.clock.pass(Duration.ofSeconds(1));
    }

    private static void remove(SimulatedCluster cluster) {
        List<PipelineGroup> all = cluster.groups.all();
        if (all.size() > 3) {
            cluster.control.service.remove(all.get(0).id());
        }
    }

    private static void migrate(SimulatedCluster cluster, String worker) {
        Slot slot = cluster.anySlot();
        if (slot != null) {
            cluster.control.migrations.start(slot, worker);
        }
    }
}
