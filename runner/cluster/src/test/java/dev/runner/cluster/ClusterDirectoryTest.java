package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("F18b")
@Timeout(30)
class ClusterDirectoryTest {
    @TempDir
    Path home;

    @Test
    void isLockedAgainstThisJvmUntilItIsClosed() throws Exception {
        Path path = home.resolve("with space/test");
        try (ClusterDirectory first = ClusterDirectory.lock(path)) {
            assertThat(first.path()).isEqualTo(path.toRealPath());
            assertThatThrownBy(() -> ClusterDirectory.lock(path))
                    .isInstanceOf(MachineNotReadyException.class)
                    .hasMessageContaining("is running already: `runner down` stops it");
        }
        ClusterDirectory.lock(path).close();
    }

    @Test
    void isKnownByAnotherNameToo() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link"), Files.createDirectory(home.resolve("real")));
        try (ClusterDirectory first = ClusterDirectory.lock(home.resolve("real"))) {
            assertThat(first.path()).isDirectory();
            assertThatThrownBy(() -> ClusterDirectory.lock(link)).isInstanceOf(MachineNotReadyException.class);
        }
    }

    @Test
    void isLockedAgainstAnotherJvmUntilThatIsKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> ClusterDirectory.lock(home)).isInstanceOf(MachineNotReadyException.class);
        } finally {
            other.destroyForcibly().waitFor();
        }
        ClusterDirectory.lock(home).close();
    }

    /** Holds the lock until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] args) throws Exception {
            try (ClusterDirectory held = ClusterDirectory.lock(Path.of(args[0]))) {
                System.out.println("locked");
                System.in.transferTo(System.out);
                assertThat(held.path()).isDirectory();
            }
        }
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertThatThrownBy(() -> ClusterDirectory.lock(file))
                .isInstanceOf(MachineNotReadyException.class)
                .hasMessageStartingWith("the cluster's directory " + file + " cannot be written: ");
    }

    @Test
    void isEmptiedWithoutFollowingLinks() throws Exception {
        Path outside =
                Files.writeString(Files.createDirectory(home.resolve("outside")).resolve("kept"), "x");
        try (ClusterDirectory directory = ClusterDirectory.lock(home.resolve("test"))) {
            Path member = Files.createDirectories(directory.members().resolve("a-0/storage"));
            Files.createSymbolicLink(member.resolve("link"), outside.getParent());
            Files.createDirectories(directory.log("a-0").getParent());
            Files.writeString(directory.log("a-0"), "x");
            Files.writeString(directory.timeline(), "x");

            directory.empty();
            directory.empty();

            assertThat(outside).exists();
            assertThat(directory.path()).isDirectoryNotContaining(path -> !path.endsWith("lock"));
        }
    }
}
