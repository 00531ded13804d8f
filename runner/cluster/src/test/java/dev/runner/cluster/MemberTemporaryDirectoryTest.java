package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.plan.PlannedMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members do not see each other's temporary files. */
@Tag("R5")
@Timeout(60)
class MemberTemporaryDirectoryTest {
    @TempDir
    Path home;

    @Test
    void eachMemberHasOneOfItsOwnUntilTheClusterEnds() throws Exception {
        String yaml =
                "hosts: 2\nmembers: {a: {command: 'touch \"$TMPDIR/of-$MULTIHOST_MEMBER\"; echo up; exec sleep 60',"
                        + " ready: {log: up}}}";
        Path base;
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            Path first = temporary(real, "a-0");
            base = first.resolveSibling("");
            assertThat(first.resolve("of-a-0")).exists();
            assertThat(temporary(real, "a-1").resolve("of-a-1")).exists();
            assertThat(temporary(real, "a-1").resolve("of-a-0")).doesNotExist();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                    .isEqualTo("rwx------");
        }
        assertThat(base).doesNotExist();
    }

    @Test
    void whatAKilledRunLeftIsGone() throws Exception {
        String yaml = "members: {a: {command: 'exec sleep 60'}}";
        Path left;
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            left = temporary(real, "a-0").resolve("left");
        }
        Files.createDirectories(left);
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            assertThat(temporary(real, "a-0")).isEmptyDirectory();
        }
    }

    private static Path temporary(ClusterFixture real, String member) {
        PlannedMember planned = real.cluster.plan().member(member).orElseThrow();
        return Objects.requireNonNull(planned.start().temporary());
    }
}
