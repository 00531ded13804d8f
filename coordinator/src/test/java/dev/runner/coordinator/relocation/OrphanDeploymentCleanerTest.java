package dev.runner.coordinator.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.protocol.Assignment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OrphanDeploymentCleanerTest {

    private final SimulatedCluster cluster = new SimulatedCluster(1);

    private void run() {
        boolean more = true;
        while (more) {
            more = cluster.runOne();
        }
    }

    @Test
    void asksAWorkerNothingThatSaysThatItRunsNothing() {
        AtomicInteger calls = new AtomicInteger();
        cluster.workers.chaos = calls::incrementAndGet;

        cluster.register("w0");
        run();

        assertThat(calls).hasValue(0);
    }

    @Test
    void removesWhatAWorkerBringsThatFillsNoSlot() {
        SimulatedWorkers.Jvm process = cluster.workers.start("w0");
        process.pipelines.put("p", new SimulatedWorkers.Pipeline("p", new Assignment("g", "group", "a", 1L), null));

        cluster.register("w0");
        run();

        assertThat(process.pipelines).isEmpty();
    }
}
