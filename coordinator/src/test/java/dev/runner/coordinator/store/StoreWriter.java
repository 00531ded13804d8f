package dev.runner.coordinator.store;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A process that stores groups until it is killed, and says on its standard output what it has stored. It keeps the
 * newest {@link #KEPT} groups.
 */
final class StoreWriter {

    static final int KEPT = 30;

    /** No queue is used here. */
    private static final DeliveryQueueRegistry DELIVERIES = new DeliveryQueueRegistry(
            (to, body) -> new CompletableFuture<>(),
            new ManualTaskScheduler(new ManualClock()),
            new ManualClock(),
            () -> "s",
            DeliverySettings.STANDARD);

    private StoreWriter() {}

    /** Arguments: the directory, and the number of the first group. */
    public static void main(String[] args) throws IOException {
        CoordinatorStore store = CoordinatorStore.in(Path.of(args[0]));
        for (long i = Long.parseLong(args[1]); ; i++) {
            store.add(new StoredGroup(id(i), i, request(i)));
            System.out.println("added " + i);
            System.out.flush();
            store.checkpoint(slot(i), checkpoint(i));
            store.place(slot(i), new SlotDeployment("w0", "instance", "pipeline" + i, store.nextEpoch()));
            store.remove(id(i - KEPT));
            System.out.println("done " + i);
            System.out.flush();
        }
    }

    static String id(long number) {
        return "g" + number;
    }

    /** Of a few kilobytes, and the same for the same number. */
    static GroupRequest request(long number) {
        Random random = new Random(number);
        return new GroupRequest(
                id(number),
                IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i -> new PipelineRequest(
                                "p" + i, "// " + random.nextLong() + " ".repeat(random.nextInt(2000)), null, 1, null))
                        .toList(),
                List.of());
    }

    static byte[] checkpoint(long number) {
        byte[] bytes = new byte[(int) (number % 7) * 1000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    static Slot slot(long number) {
        return new GroupFactory(() -> id(number), slot -> DELIVERIES.queue(slot, target -> {}), Runnable::run)
                .create(request(number))
                .slots()
                .get(0);
    }
}
