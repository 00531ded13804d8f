package dev.runner.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.store.FailingDisk.Fault;
import dev.runner.http.ApiException;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full or fails, a file that is something else, and an older copy. */
@Tag("V40")
@Timeout(30)
class StoreFailureTest {

    private static final DeliveryQueueRegistry DELIVERIES = new DeliveryQueueRegistry(
            (to, body) -> new CompletableFuture<>(),
            new ManualTaskScheduler(new ManualClock()),
            new ManualClock(),
            () -> "s",
            DeliverySettings.STANDARD);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private long nanos;

    @BeforeAll
    static void register() {
        FailingDisk.register();
    }

    @AfterEach
    void repair() {
        FailingDisk.is(Fault.NONE);
    }

    private CoordinatorStore open() throws IOException {
        return CoordinatorStore.in(directory, FailingDisk.SCHEME, clock, () -> nanos);
    }

    private void later() {
        nanos += Duration.ofSeconds(5).toNanos();
    }

    private static StoredGroup group(String id) {
        return new StoredGroup(
                id,
                1L,
                new GroupRequest(
                        id, List.of(new PipelineRequest("p", "stream A = B .emit(x: 1)", null, null, null)), null));
    }

    private static Slot slot(String group) {
        return new GroupFactory(() -> group, slot -> DELIVERIES.queue(slot, target -> {}), Runnable::run)
                .create(group(group).request())
                .slots()
                .get(0);
    }

    private static byte[] state(int seed) {
        byte[] bytes = new byte[50_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static SlotDeployment deployment(CoordinatorStore store, String id) {
        return new SlotDeployment("w0", "instance", id, store.nextEpoch());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void tellsThatTheDiskFailsAndGoesOnByItself(Fault fault) throws IOException {
        CoordinatorStore store = open();
        store.add(group("g"));
        store.checkpoint(slot("g"), state(1));
        store.place(slot("g"), deployment(store, "before"));

        FailingDisk.is(fault);
        SlotDeployment moved = deployment(store, "moved");
        for (int i = 2; i < 10; i++) {
            later();
            store.checkpoint(slot("g"), state(i));
        }
        store.place(slot("g"), moved);

        assertThat(store.obstacle().orElseThrow())
                .hasMessageContaining(fault == Fault.FULL ? "No space left" : "Input/output error")
                .hasMessageContaining("Make room")
                .extracting(ApiException::status, ApiException::code)
                .containsExactly(503, "storage_failed");
        assertThat(store.failures()).isPositive();
        assertThatThrownBy(() -> store.add(group("h"))).hasMessageContaining("cannot store");
        later();
        assertThatThrownBy(() -> store.add(group("h"))).hasMessageContaining("cannot store");
        assertThatThrownBy(() -> store.remove("g")).hasMessageContaining("cannot store");
        assertThat(store.checkpoint(slot("g"))).isEqualTo(state(9));
        assertThat(store.placement("g", slot("g").name())).contains(moved);

        FailingDisk.is(Fault.NONE);
        store.retry();
        assertThat(store.obstacle()).isEmpty();
        store.add(group("h"));
        store.close();

        CoordinatorStore again = open();
        assertThat(again.groups()).extracting(StoredGroup::id).containsExactlyInAnyOrder("g", "h");
        assertThat(again.checkpoint(slot("g"))).isEqualTo(state(9));
        assertThat(again.placement("g", slot("g").name())).contains(moved);
        again.close();
    }

    @Test
    void aDiskThatFailsOverAndOverLosesNothing() throws IOException {
        CoordinatorStore store = open();
        store.add(group("g"));
        Random random = new Random(1);
        List<Fault> faults = List.of(Fault.NONE, Fault.FULL, Fault.WRITES_FAIL);
        for (int i = 0; i < 200; i++) {
            FailingDisk.is(faults.get(random.nextInt(faults.size())));
            later();
            store.checkpoint(slot("g"), state(i));
            assertThat(store.checkpoint(slot("g"))).isEqualTo(state(i));
        }
        FailingDisk.is(Fault.NONE);
        later();
        store.close();

        CoordinatorStore again = open();
        assertThat(again.checkpoint(slot("g"))).isEqualTo(state(199));
        again.close();
    }

    @Test
    void theFirstGroupOnAFullDiskIsRefusedAndLeavesNothing() throws IOException {
        CoordinatorStore store = open();
        FailingDisk.is(Fault.FULL);
        assertThatThrownBy(() -> store.add(group("g"))).hasMessageContaining("No space left");
        assertThat(directory).isEmptyDirectory();

        FailingDisk.is(Fault.NONE);
        later();
        store.add(group("g"));
        assertThat(store.nextEpoch()).isPositive();
        assertThat(store.obstacle()).isEmpty();
        store.close();
    }

    @Test
    void startsOnAFullDiskWithWhatItKnows() throws IOException {
        CoordinatorStore before = open();
        before.add(group("g"));
        before.checkpoint(slot("g"), state(1));
        long last = before.nextEpoch();
        before.close();

        FailingDisk.is(Fault.WRITES_FAIL);
        CoordinatorStore store = open();
        assertThat(store.groups()).hasSize(1);
        assertThat(store.checkpoint(slot("g"))).isEqualTo(state(1));
        assertThat(store.obstacle()).isPresent();
        assertThatThrownBy(store::nextEpoch).hasMessageContaining("cannot store");

        FailingDisk.is(Fault.NONE);
        store.retry();
        assertThat(store.nextEpoch()).isGreaterThan(last);
        store.close();
    }

    @Test
    void aFullDiskAtTheEndIsNoStackTrace() throws IOException {
        CoordinatorStore store = open();
        store.add(group("g"));
        FailingDisk.is(Fault.WRITES_FAIL);
        store.checkpoint(slot("g"), state(1));
        store.close();

        FailingDisk.is(Fault.NONE);
        CoordinatorStore again = open();
        assertThat(again.groups()).hasSize(1);
        again.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"groups.db", "groups.revision"})
    void aFileThatIsSomethingElseIsNamed(String name) throws Exception {
        CoordinatorStore before = open();
        before.add(group("g"));
        before.close();
        Path file = directory.resolve(name);

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining(name + " is a directory");

        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name + " is no regular file")
                .hasMessageContaining("--storage");

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name + " is no regular file");
    }

    @Test
    void unwrittenChangesAreBounded() {
        UnwrittenChanges changes = new UnwrittenChanges(100);
        changes.put(new StoreFile.Change("checkpoints", "a", new byte[80]), "g");

        assertThat(changes.hasRoomFor(new StoreFile.Change("checkpoints", "b", new byte[30])))
                .isFalse();
        assertThat(changes.hasRoomFor(new StoreFile.Change("checkpoints", "a", new byte[100])))
                .as("it replaces the other")
                .isTrue();
    }

    @Test
    void anOlderCopyReusesNoEpochAndIsToldApart() throws IOException {
        CoordinatorStore first = open();
        first.add(group("g"));
        long old = first.nextEpoch();
        first.close();
        Path copy = directory.resolveSibling("copy-of-" + directory.getFileName());
        copyFiles(directory, copy);
        clock.pass(Duration.ofHours(1));
        CoordinatorStore second = open();
        long newer = second.nextEpoch();
        assertThat(second.isOfThisStore(old)).isTrue();
        assertThat(second.isOfThisStore(newer)).isTrue();
        second.close();

        copyFiles(copy, directory);
        clock.pass(Duration.ofHours(1));
        CoordinatorStore restored = open();
        assertThat(restored.isOfThisStore(old)).isTrue();
        assertThat(restored.isOfThisStore(newer))
                .as("the copy is older than it")
                .isFalse();
        assertThat(restored.nextEpoch()).isGreaterThan(newer);
        long beyond = restored.nextEpoch() + (1L << 40);
        assertThat(restored.isOfThisStore(beyond)).as("the clock was set back").isFalse();
        assertThat(restored.nextEpoch()).isGreaterThan(beyond);
        restored.close();
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
