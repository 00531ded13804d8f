package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupTest {
    @Test
    void theOwnDirectoryIsThatOfVersionTwo() {
        assertThat(Cgroup.ownDirectory(
                        List.of("cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0"),
                        List.of("0::/user.slice/user-1000.slice/session-2.scope")))
                .contains(Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope"));
    }

    @Test
    void besideVersionOneTheOtherMountsAreNotMeant() {
        assertThat(Cgroup.ownDirectory(
                        List.of(
                                "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
                                "cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0",
                                "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0"),
                        List.of("8:pids:/other", "1:name=systemd:/", "0::/")))
                .contains(Path.of("/sys/fs/cgroup/unified"));
    }

    @Test
    void withoutVersionTwoThereIsNone() {
        assertThat(Cgroup.ownDirectory(List.of("cgroup /sys/fs/cgroup/pids cgroup rw 0 0"), List.of("8:pids:/")))
                .isEmpty();
        assertThat(Cgroup.ownDirectory(List.of(), List.of("0::/"))).isEmpty();
        assertThat(Cgroup.ownDirectory(List.of("garbage"), List.of())).isEmpty();
    }

    @Test
    void aPathOutsideOfTheNamespaceIsNotOurs() {
        assertThat(Cgroup.ownDirectory(List.of("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"), List.of("0::/../../other")))
                .isEmpty();
    }

    @Test
    void aGroupThatIsMadeIsEmptyAndCanBeFoundAndRemoved() {
        String name = Cgroup.nameOf("test" + Long.toString(System.nanoTime(), 36));
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Cgroup.create(name + "-probe").map(CgroupTest::removed).isPresent(), "no writable cgroup 2 here");

        Cgroup group = Cgroup.create(name).orElseThrow();
        Cgroup member = group.child("worker-0-1").orElseThrow();
        assertThat(group.isPopulated()).isFalse();
        assertThat(member.addOrRemove(Integer.MAX_VALUE))
                .as("there is no such process")
                .isFalse();
        assertThat(member.directory()).doesNotExist();
        assertThat(group.child("worker-0-2")).isPresent();
        assertThat(Cgroup.existing(name, "")).isPresent();
        group.removeAll();
        assertThat(Cgroup.existing(name, "")).isEmpty();
        assertThat(group.isPopulated()).isFalse();
    }

    private static Cgroup removed(Cgroup group) {
        group.remove();
        return group;
    }
}
