package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("F23")
class AvailableMemoryTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        // available MiB, members, cap, expected
        "1000, 5, 512, 120",
        "16000, 5, 512, 512",
        "16000, 5, 2000, 1920",
        "4000, 255, 512, 24",
        "0, 1, 512, 24",
        "1000, 0, 700, 600",
    })
    void sharesSixTenthsOfTheMemory(long available, int members, int cap, int expected) {
        assertThat(HeapLimit.megabytes(available * MIB, members, cap)).isEqualTo(expected);
    }

    @Test
    void readsWhatTheSystemCanGive() throws IOException {
        meminfo(2048);
        write("proc/self/cgroup", "0::/\n");
        assertThat(AvailableMemory.linux(root)).hasValue(2048 * MIB);
    }

    @Test
    void obeysTheTightestControlGroup() throws IOException {
        meminfo(8192);
        write("proc/self/cgroup", "12:cpu:/x\n0::/ci/job\n");
        group("ci/job", "max", 100, 0);
        group("ci", String.valueOf(1000 * MIB), 700, 200);
        assertThat(AvailableMemory.linux(root)).hasValue(500 * MIB);
        group("ci/job", String.valueOf(150 * MIB), 200, 0);
        assertThat(AvailableMemory.linux(root)).hasValue(0);
    }

    @Test
    void asksTheJvmElsewhere() {
        assertThat(AvailableMemory.linux(root)).isEmpty();
        assertThat(AvailableMemory.bytes()).isBetween(MIB, 1L << 50);
    }

    private void meminfo(long available) throws IOException {
        write("proc/meminfo", "MemTotal: 99999999 kB\nMemAvailable:   " + available * 1024 + " kB\n");
    }

    private void group(String name, String max, long current, long droppable) throws IOException {
        write("sys/fs/cgroup/" + name + "/memory.max", max + "\n");
        write("sys/fs/cgroup/" + name + "/memory.current", current * MIB + "\n");
        write("sys/fs/cgroup/" + name + "/memory.stat", "anon 1\ninactive_file " + droppable * MIB + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
