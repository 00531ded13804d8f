package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class ProcessLimitTest {
    private static final long NONE = -1;

    @TempDir
    Path root;

    @BeforeEach
    void aUserWithThreeThreads() throws IOException {
        write("proc/loadavg", "0.00 0.01 0.05 1/500 4711\n");
        write("proc/self/uid_map", "         0       1000          1\n");
        write("proc/self/cgroup", "0::/\n");
        Files.createDirectories(root.resolve("proc/40/task/40"));
        Files.createDirectories(root.resolve("proc/40/task/41"));
        Files.createDirectories(root.resolve("proc/50/task/50"));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private String tight(long needed, long mostOfUser) throws IOException {
        Optional<ProcessLimit.Usage> usage = new ProcessLimit(root).tight(needed, mostOfUser);
        return usage.map(each -> each.describe() + ": " + each.remedy(needed)).orElse("");
    }

    @Test
    void countsThisUsersThreads() throws IOException {
        assertThat(tight(17, 20)).isEmpty();
        assertThat(tight(18, 20))
                .isEqualTo("this user has 3 processes and threads of 20 (ulimit -u): end some, or raise the limit"
                        + " (ulimit -u 21, LimitNPROC= of a service)");
    }

    @Test
    void countsNobodyWhereTheWholeMachineHasRoomOrThereIsNoLimit() throws IOException {
        Files.delete(root.resolve("proc/self/uid_map"));
        assertThat(tight(18, 518)).isEmpty();
        assertThat(tight(1_000_000, NONE)).isEmpty();
    }

    @Test
    void theMachinesOwnRootIsRefusedNothing() throws IOException {
        assumeTrue(Files.getAttribute(root.resolve("proc/self"), "unix:uid").equals(0), "this is root");
        write("proc/self/uid_map", "         0          0 4294967295\n");
        assertThat(tight(18, 20)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0::/a/b, sys/fs/cgroup/a, ''",
        "0::/a/b, sys/fs/cgroup/a/b, ''",
        "8:pids:/c, sys/fs/cgroup/pids/c, ''",
        "8:cpu:/c, sys/fs/cgroup/pids/c, fine",
        "0::/a/b, sys/fs/cgroup/a/b/c, fine",
    })
    void heedsTheLimitsOfControlGroupsAboveIt(String own, String limited, String fine) throws IOException {
        write("proc/self/cgroup", own + "\n");
        write(limited + "/pids.max", "100\n");
        write(limited + "/pids.current", "90\n");
        assertThat(tight(10, NONE)).isEmpty();
        assertThat(tight(11, NONE).startsWith("its control group has 90 processes and threads of 100 (pids.max)"))
                .isEqualTo(fine.isEmpty());
        write(limited + "/pids.max", "max\n");
        assertThat(tight(11, NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "40, 24", "256, 224", "63000, 62936"})
    void membersAreLeftWhatTheManagerDoesNotNeed(long most, long left) {
        assertThat(ProcessLimit.leftTo(most)).isEqualTo(left);
    }

    @Test
    void aMembersLimitIsLowered() throws Exception {
        long own = LinuxLimits.soft(LinuxLimits.PROCESSES);
        assumeTrue(own > 0, "this user has no limit");
        Process member = new ProcessBuilder("sleep", "300").start();
        try {
            ProcessLimit.keepRoomFrom(member.pid());
            assertThat(Files.readAllLines(Path.of("/proc/" + member.pid() + "/limits")))
                    .anyMatch(row -> row.matches("Max processes +" + ProcessLimit.leftTo(own) + " .*"));
        } finally {
            member.destroyForcibly();
        }
    }
}
