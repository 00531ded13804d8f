package dev.runner.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that is killed at any moment has each group whole or not at all. */
@Tag("V40")
class StoreKillTest {

    private static final int ROUNDS = 6;

    @TempDir
    private Path directory;

    private long lastAdded = -1;
    private long lastDone = -1;

    @Test
    @Timeout(120)
    void killedAtAnyMomentTheStoreHasEachGroupWholeOrNotAtAll() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            long before = lastDone;
            // It begins with the newest one, of which not all may have been done.
            writeUntilKilled(Math.max(0, lastAdded), 1 + random.nextInt(250));
            assertThat(lastDone).as("it wrote in round " + round).isGreaterThan(before);
            look(round);
        }
    }

    private void writeUntilKilled(long first, int groups) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreWriter.class.getName(),
                        directory.toString(),
                        Long.toString(first))
                .redirectError(Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            while (lastDone < first + groups && heard(said.readLine())) {
                // it goes on, and is killed in the middle of what comes next
            }
            writer.toHandle().destroyForcibly(); // Process itself would close what is still to be read
            while (heard(said.readLine())) {
                // what it said before it ended
            }
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).as("it was killed").isEqualTo(137);
    }

    private boolean heard(@Nullable String line) {
        if (line == null) {
            return false;
        }
        if (line.startsWith("added ")) {
            lastAdded = Long.parseLong(line.substring("added ".length()));
        } else if (line.startsWith("done ")) {
            lastDone = Long.parseLong(line.substring("done ".length()));
        }
        return true;
    }

    /** What it said is there; of what it had not yet said, each change is there or not. */
    private void look(int round) throws IOException {
        CoordinatorStore store = CoordinatorStore.in(directory);
        List<StoredGroup> groups = store.groups();
        Set<Long> found = new HashSet<>();
        for (StoredGroup group : groups) {
            long number = group.number();
            found.add(number);
            assertThat(group.id()).isEqualTo(StoreWriter.id(number));
            assertThat(group.request()).isEqualTo(StoreWriter.request(number));
            byte[] state = store.checkpoint(StoreWriter.slot(number));
            if (number <= lastDone || state != null) {
                assertThat(state).isEqualTo(StoreWriter.checkpoint(number));
            }
            if (number <= lastDone) {
                assertThat(store.placement(
                                StoreWriter.id(number), StoreWriter.slot(number).name()))
                        .isPresent();
            }
        }
        for (long i = Math.max(0, lastDone - StoreWriter.KEPT + 2); i <= lastAdded; i++) {
            assertThat(found).as("round " + round).contains(i);
        }
        assertThat(found).as("round " + round).allMatch(i -> i > lastDone - StoreWriter.KEPT && i <= lastAdded + 1);
        lastAdded = found.stream().mapToLong(i -> i).max().orElse(lastAdded);
        store.close();
    }
}
