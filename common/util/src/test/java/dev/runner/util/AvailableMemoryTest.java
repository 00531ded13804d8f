package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F23")
class AvailableMemoryTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path root;

    @Test
    void isMemAvailableWithoutALimit() throws IOException {
        meminfo(2048);
        write("proc/self/cgroup", "0::/\n");
        assertThat(AvailableMemory.linux(root)).hasValue(2048 * MIB);
    }

    @Test
    void obeysTheTightestControlGroupOfVersion2() throws IOException {
        meminfo(8192);
        write("proc/self/cgroup", "12:cpu:/x\n0::/ci/job\n");
        groupV2("ci/job", "max", 100, 0);
        groupV2("ci", String.valueOf(1000 * MIB), 700, 200);
        assertThat(AvailableMemory.linux(root)).hasValue(500 * MIB);
        groupV2("ci/job", String.valueOf(150 * MIB), 200, 0);
        assertThat(AvailableMemory.linux(root)).hasValue(0);
    }

    @Test
    void obeysTheTightestControlGroupOfVersion1() throws IOException {
        meminfo(8192);
        write("proc/self/cgroup", "12:cpu,cpuacct:/x\n9:memory:/docker/abc\n0::/\n");
        groupV1("", 9_223_372_036_854_771_712L, 6000, 0);
        groupV1("docker/abc", 1000 * MIB, 700, 200);
        assertThat(AvailableMemory.linux(root)).hasValue(500 * MIB);
    }

    /** In a container the path is the host's, while the container's own group is mounted as the root. */
    @Test
    void usesTheMountPointWhereThePathIsNotMounted() throws IOException {
        meminfo(8192);
        write("proc/self/cgroup", "9:memory:/docker/abc\n");
        groupV1("", 300 * MIB, 100, 50);
        assertThat(AvailableMemory.linux(root)).hasValue(250 * MIB);
    }

    @Test
    void asksTheJvmOnOtherSystems() {
        assertThat(AvailableMemory.linux(root)).isEmpty();
        assertThat(AvailableMemory.bytes()).isBetween(MIB, 1L << 50);
    }

    private void meminfo(long available) throws IOException {
        write("proc/meminfo", "MemTotal: 99999999 kB\nMemAvailable:   " + available * 1024 + " kB\n");
    }

    private void groupV2(String name, String max, long current, long reclaimable) throws IOException {
        write("sys/fs/cgroup/" + name + "/memory.max", max + "\n");
        write("sys/fs/cgroup/" + name + "/memory.current", current * MIB + "\n");
        write("sys/fs/cgroup/" + name + "/memory.stat", "anon 1\ninactive_file " + reclaimable * MIB + "\n");
    }

    private void groupV1(String name, long limit, long usage, long reclaimable) throws IOException {
        write("sys/fs/cgroup/memory/" + name + "/memory.limit_in_bytes", limit + "\n");
        write("sys/fs/cgroup/memory/" + name + "/memory.usage_in_bytes", usage * MIB + "\n");
        write(
                "sys/fs/cgroup/memory/" + name + "/memory.stat",
                "inactive_file 1\ntotal_inactive_file " + reclaimable * MIB + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
