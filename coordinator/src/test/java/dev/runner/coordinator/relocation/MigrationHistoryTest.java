package dev.runner.coordinator.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.Slot;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import dev.runner.protocol.MigrationView.State;
import dev.runner.protocol.PipelineRequest;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V39")
class MigrationHistoryTest {

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger ids = new AtomicInteger();
    private final MigrationHistory history = new MigrationHistory(clock, () -> "m" + ids.incrementAndGet());
    private final Slot slot = slot();

    private Slot slot() {
        DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
                (to, body) -> new CompletableFuture<>(),
                new ManualTaskScheduler(clock),
                clock,
                () -> "s",
                DeliverySettings.STANDARD);
        GroupRequest request = new GroupRequest("g", List.of(new PipelineRequest("p", "", null, null, null)), null);
        return new GroupFactory(() -> "g1", name -> deliveries.queue(name, target -> {}), Runnable::run)
                .create(request)
                .slots()
                .get(0);
    }

    @Test
    void keepsTheNewest() {
        for (int i = 0; i < MigrationHistory.KEPT + 5; i++) {
            history.request(slot, Reason.MIGRATE, "w0", "w1");
        }

        assertThat(history.all()).hasSize(MigrationHistory.KEPT);
        assertThat(history.all().get(0).migrationId()).isEqualTo("m6");
        assertThat(history.find("m5")).isEmpty();
    }

    @Test
    void whatIsTriedUntilItSucceedsIsOneMove() {
        for (int i = 0; i < 3; i++) {
            history.end(history.begin(slot, Reason.FAILOVER, "w0"), Reason.FAILOVER, null, "no worker has room");
        }
        history.end(history.begin(slot, Reason.FAILOVER, "w0"), Reason.RESTART, "w0", null);

        assertThat(history.all()).hasSize(1);
        MigrationView move = history.all().get(0);
        assertThat(move.status()).isEqualTo(State.COMPLETED);
        assertThat(move.reason()).isEqualTo(Reason.RESTART);
        assertThat(move.error()).isNull();
        history.begin(slot, Reason.FAILOVER, "w0");
        assertThat(history.all()).as("the next one is another").hasSize(2);
    }
}
