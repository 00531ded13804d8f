package dev.runner.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("V40")
class CoordinatorStoreTest {

    /** No queue is used here. */
    private static final DeliveryQueueRegistry DELIVERIES = new DeliveryQueueRegistry(
            (to, body) -> new CompletableFuture<>(),
            new ManualTaskScheduler(new ManualClock()),
            new ManualClock(),
            () -> "s",
            DeliverySettings.STANDARD);

    @TempDir
    private Path directory;

    private static GroupRequest request(String name) {
        return new GroupRequest(
                name, List.of(new PipelineRequest("p", "stream A = B .emit(x: 1)", null, 2, null)), null);
    }

    private static Slot slot(String group, int replica) {
        return new GroupFactory(() -> group, slot -> DELIVERIES.queue(slot, target -> {}), Runnable::run)
                .create(request(group))
                .slots()
                .get(replica);
    }

    private Path file() {
        return directory.resolve("groups.db");
    }

    private void fill(int checkpoints) throws IOException {
        CoordinatorStore store = CoordinatorStore.in(directory);
        for (int i = 0; i < 5; i++) {
            store.add(new StoredGroup("g" + i, (long) i, request("g" + i)));
            store.place(slot("g" + i, 0), new SlotDeployment("w0", "instance", "pipeline" + i, store.nextEpoch()));
        }
        byte[] bytes = new byte[2000];
        for (int i = 0; i < checkpoints; i++) {
            new Random(i).nextBytes(bytes);
            store.checkpoint(slot("g" + i % 5, 0), bytes);
        }
        store.close();
    }

    @Test
    void withoutGroupsThereIsNoFile() throws IOException {
        CoordinatorStore store = CoordinatorStore.in(directory);

        assertThat(store.groups()).isEmpty();
        assertThat(store.checkpoint(slot("g", 0))).isNull();
        store.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepsGroupsPlacesAndCheckpointsOverARestart() throws IOException {
        fill(20);

        CoordinatorStore store = CoordinatorStore.in(directory);
        assertThat(store.groups()).extracting(StoredGroup::id).containsExactly("g0", "g1", "g2", "g3", "g4");
        assertThat(store.groups().get(2).request()).isEqualTo(request("g2"));
        assertThat(store.placement("g3", slot("g3", 0).name()).orElseThrow().pipelineId())
                .isEqualTo("pipeline3");
        assertThat(store.placement("g3", slot("g3", 1).name())).isEmpty();
        byte[] bytes = new byte[2000];
        new Random(18).nextBytes(bytes);
        assertThat(store.checkpoint(slot("g3", 0))).isEqualTo(bytes);
        store.close();
    }

    @Test
    void whatBelongsToARemovedGroupIsRemovedWithIt() throws IOException {
        fill(20);

        CoordinatorStore store = CoordinatorStore.in(directory);
        store.remove("g3");
        store.checkpoint(slot("g3", 0), new byte[1]);
        assertThat(store.groups()).hasSize(4);
        assertThat(store.placement("g3", slot("g3", 0).name())).isEmpty();
        assertThat(store.checkpoint(slot("g3", 0))).isNull();
        assertThat(store.checkpoint(slot("g4", 0))).isNotNull();
        store.close();
    }

    @Test
    void epochsGrowOverRestarts() throws IOException {
        fill(0);
        long last = 0;
        for (int i = 0; i < 3; i++) {
            CoordinatorStore store = CoordinatorStore.in(directory);
            long epoch = store.nextEpoch();
            assertThat(epoch).isGreaterThan(last);
            assertThat(store.nextEpoch()).isGreaterThan(epoch);
            last = store.nextEpoch();
            store.close();
        }
    }

    @Test
    void theFileDoesNotGrowWithTheNumberOfCheckpoints() throws IOException {
        CoordinatorStore store = CoordinatorStore.in(directory);
        store.add(new StoredGroup("g", 1L, request("g")));
        byte[] state = new byte[100_000];
        for (int i = 0; i < 1_000; i++) {
            new Random(i).nextBytes(state);
            store.checkpoint(slot("g", i % 2), state);
        }
        assertThat(Files.size(file())).as("100 MB were written").isLessThan(20_000_000L);
        store.close();
        assertThat(Files.size(file())).isLessThan(2_000_000);
    }

    @Test
    void twoCoordinatorsDoNotShareAStore() throws IOException {
        fill(0);
        CoordinatorStore store = CoordinatorStore.in(directory);

        assertThatThrownBy(() -> CoordinatorStore.in(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another coordinator")
                .hasMessageContaining("--storage");
        store.close();
    }

    @Test
    void aTruncatedFileIsReportedAndLeftAsItIs() throws IOException {
        fill(50);
        byte[] whole = Files.readAllBytes(file());
        int damaged = 0;
        for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
            damaged += startsOnlyWhole(Arrays.copyOf(whole, length), "cut off at " + length + " of " + whole.length);
        }
        assertThat(damaged).isGreaterThan(35);
    }

    @Test
    void aScribbledFileIsReportedAndLeftAsItIs() throws IOException {
        fill(50);
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(1);
        int damaged = 0;
        for (int i = 0; i < 60; i++) {
            byte[] scribbled = whole.clone();
            int at = random.nextInt(whole.length - 600);
            byte[] ink = new byte[600];
            random.nextBytes(ink);
            System.arraycopy(ink, 0, scribbled, at, ink.length);
            damaged += startsOnlyWhole(scribbled, "scribbled at " + at + " of " + whole.length);
        }
        assertThat(damaged).as("the rest of the file was free space").isGreaterThan(10);
    }

    /** Returns 1 when the file was refused; one whose damage is in free space may open, with all that was in it. */
    private int startsOnlyWhole(byte[] content, String how) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        Files.copy(directory.resolve("groups.revision"), copy.resolve("groups.revision"));
        Files.write(copy.resolve("groups.db"), content);
        try {
            CoordinatorStore store = CoordinatorStore.in(copy);
            assertThat(store.groups()).as(how).hasSize(5);
            byte[] bytes = new byte[2000];
            for (int i = 0; i < 5; i++) {
                new Random(45 + i).nextBytes(bytes);
                assertThat(store.checkpoint(slot("g" + i, 0))).as(how).isEqualTo(bytes);
            }
            store.close();
            return 0;
        } catch (IOException e) {
            assertThat(e).as(how).hasMessageContaining("is damaged").hasMessageContaining("move it away");
            assertThat(Files.readAllBytes(copy.resolve("groups.db"))).as(how).isEqualTo(content);
            return 1;
        }
    }
}
