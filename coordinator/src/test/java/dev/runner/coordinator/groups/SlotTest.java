package dev.runner.coordinator.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotTest {

    private static final SlotDeployment DEPLOYMENT = new SlotDeployment("w0", "i0", "p0", 1L);

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final GroupFactory factory = new GroupFactory(
            () -> "g",
            slot -> new DeliveryQueueRegistry(
                            (to, body) -> new CompletableFuture<>(),
                            new ManualTaskScheduler(new ManualClock()),
                            new ManualClock(),
                            () -> "s",
                            DeliverySettings.STANDARD)
                    .queue(slot, target -> {}),
            pool::add);
    private final GroupRequest request =
            new GroupRequest("g", List.of(new PipelineRequest("a", "", null, 2, null)), List.of());
    private final Slot slot = factory.create(request).slots().get(1);

    private void runPool() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    @Test
    void aSerialTaskChangesTheSlotAndReadersSeeOneSnapshot() {
        CompletableFuture<SlotPhase> result = slot.runSerially(writer -> {
            writer.setDeployment(DEPLOYMENT);
            writer.enterPhase(SlotPhase.RUNNING);
            return writer.slot().phase();
        });
        assertThat(slot.state()).isEqualTo(SlotState.initial(null));

        runPool();

        assertThat(result).isCompletedWithValue(SlotPhase.RUNNING);
        assertThat(slot.state()).isEqualTo(new SlotState(SlotPhase.RUNNING, DEPLOYMENT, 0, null, false));
        assertThat(slot.key()).isEqualTo("g/a#1");
    }

    @Test
    void tasksRunOneAtATimeInTheOrderOfSubmission() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            assertThat(slot.runSerially(writer -> order.add(number))).isNotDone();
        }
        assertThat(pool).hasSize(1);

        runPool();

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aTaskThatThrowsFailsItsOwnFutureOnly() {
        CompletableFuture<?> failed = slot.runSerially(writer -> {
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<String> next = slot.runSerially(writer -> "next");

        runPool();

        assertThat(failed).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue("next");
    }

    @Test
    void aWriterIsUselessAfterItsTask() {
        CompletableFuture<SlotWriter> leaked = slot.runSerially(writer -> writer);
        runPool();

        assertThatThrownBy(() -> leaked.join().enterPhase(SlotPhase.GONE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> leaked.join().queue()).isInstanceOf(IllegalStateException.class);
        assertThat(slot.phase()).isEqualTo(SlotPhase.DEPLOYING);
    }

    @Test
    void aWriterIsUselessOnAnotherThread() {
        CompletableFuture<?> foreign =
                slot.runSerially(writer -> CompletableFuture.runAsync(() -> writer.setDeployment(DEPLOYMENT))
                        .join());
        runPool();

        assertThatThrownBy(foreign::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(slot.deployment()).isNull();
    }

    @Test
    void nothingPublicChangesASlotOrCreatesAWriter() {
        assertThat(SlotWriter.class.getConstructors()).isEmpty();
        assertThat(Slot.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(Slot.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getReturnType() == void.class)
                        .map(Method::getName))
                .isEmpty();
    }

    @Test
    void goneIsFinal() {
        assertThat(slot.runSerially(writer -> {
                    writer.enterPhase(SlotPhase.GONE);
                    writer.enterPhase(SlotPhase.RUNNING);
                    return writer;
                }))
                .isNotDone();
        runPool();

        assertThat(slot.phase()).isEqualTo(SlotPhase.GONE);
    }

    @Test
    void aRestoredSlotWaitsForItsWorkerAndNumbersGoOn() {
        PipelineGroup restored = factory.restore(
                "old", 7, request, name -> name.equals("a#0") ? Optional.of(DEPLOYMENT) : Optional.empty());

        assertThat(restored.slots()).extracting(Slot::phase).containsExactly(SlotPhase.WAITING, SlotPhase.DEPLOYING);
        assertThat(restored.slots().get(0).deployment()).isEqualTo(DEPLOYMENT);
        assertThat(factory.create(request).number()).isEqualTo(8);
    }
}
