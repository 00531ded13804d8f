package dev.runner.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R10")
class ManagerFileTest {
    @TempDir
    Path directory;

    private final ManagerFile file = new ManagerFile(
            "default",
            new ProcessIdentity(42, Instant.parse("2026-01-01T10:00:00Z")),
            "http://127.100.254.1:28080",
            "the-token",
            "the-key",
            new ProcessIdentity(43, Instant.parse("2026-01-01T10:00:01Z")),
            "k3f9x2",
            100,
            new StateOrigin("", ""),
            "/p",
            "up");

    @Test
    void readsWhatItWrote() throws IOException {
        file.write(directory);

        assertThat(ManagerFile.read(directory)).contains(file);
    }

    @Test
    void mayOnlyBeReadByItsOwnerAndLeavesNothingBeside() throws IOException {
        file.write(directory);
        file.write(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("manager.json"))))
                .isEqualTo("rw-------");
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void keepsItsSecretsOutOfLogs() {
        assertThat(file.toString()).doesNotContain("the-token", "the-key");
    }

    @Test
    void isAbsentAfterACleanEnd() throws IOException {
        file.write(directory);
        ManagerFile.delete(directory);

        assertThat(ManagerFile.read(directory)).isEmpty();
    }

    @Test
    void lastStatusKeepsNoKey() throws IOException {
        ClusterView view = ViewFixtures.cluster(ClusterState.FAILED, "it broke");
        new LastStatus(view, Instant.parse("2026-01-01T11:00:00Z")).write(directory);

        assertThat(LastStatus.read(directory)).hasValueSatisfying(last -> {
            assertThat(last.view().apiKey()).isNull();
            assertThat(last.view().fatal()).isEqualTo("it broke");
        });
        assertThatThrownBy(() -> new LastStatus(ViewFixtures.cluster(ClusterState.READY, null), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
