package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.util.DirectoryDeleter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("F18b")
@Timeout(30)
class LockedClusterDirectoryTest {
    @TempDir
    Path home;

    @Test
    void isLockedAgainstThisJvmUntilItIsClosed() throws Exception {
        Path path = home.resolve("with space/test");
        try (LockedClusterDirectory first = LockedClusterDirectory.lock(path)) {
            assertThat(first.path()).isEqualTo(path.toRealPath());
            assertThatThrownBy(() -> LockedClusterDirectory.lock(path))
                    .isInstanceOf(MachineNotReadyException.class)
                    .hasMessageContaining("is running already: `runner down` stops it");
        }
        LockedClusterDirectory.lock(path).close();
    }

    @Test
    void isKnownByAnotherNameToo() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link"), Files.createDirectory(home.resolve("real")));
        try (LockedClusterDirectory first = LockedClusterDirectory.lock(home.resolve("real"))) {
            assertThat(first.path()).isDirectory();
            assertThatThrownBy(() -> LockedClusterDirectory.lock(link)).isInstanceOf(MachineNotReadyException.class);
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
            assertThatThrownBy(() -> LockedClusterDirectory.lock(home)).isInstanceOf(MachineNotReadyException.class);
        } finally {
            other.destroyForcibly().waitFor();
        }
        LockedClusterDirectory.lock(home).close();
    }

    /** Holds the lock until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] args) throws Exception {
            try (LockedClusterDirectory held = LockedClusterDirectory.lock(Path.of(args[0]))) {
                System.out.println("locked");
                System.in.transferTo(System.out);
                assertThat(held.path()).isDirectory();
            }
        }
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertThatThrownBy(() -> LockedClusterDirectory.lock(file))
                .isInstanceOf(MachineNotReadyException.class)
                .hasMessageStartingWith("the cluster's directory " + file + " cannot be written: ");
    }

    @Test
    void isEmptiedWithoutFollowingLinks() throws Exception {
        Path outside =
                Files.writeString(Files.createDirectory(home.resolve("outside")).resolve("kept"), "x");
        try (LockedClusterDirectory directory = LockedClusterDirectory.lock(home.resolve("test"))) {
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

    @Test
    void knowsWhereItIsWhenItWasMovedAndWhenItWasRemoved() throws Exception {
        Path path = home.resolve("project/.runner/test");
        try (LockedClusterDirectory directory = LockedClusterDirectory.lock(path)) {
            assertThat(directory.whereabouts()).contains(directory.path());
            Path moved = Files.move(home.resolve("project"), home.resolve("moved"));
            Path now = moved.toRealPath().resolve(".runner/test");
            assertThat(directory.whereabouts()).contains(now);
            Files.createDirectories(path); // another one in its place
            assertThat(directory.whereabouts()).contains(now);
            DirectoryDeleter.delete(moved);
            assertThat(directory.whereabouts()).isEmpty();
        }
    }

    @Test
    void aLookAtTheLockChangesNothing() throws Exception {
        Path path = Files.createDirectory(home.resolve("test"));
        assertThat(LockedClusterDirectory.isLocked(path)).isFalse();
        assertThat(path).isEmptyDirectory();
        try (LockedClusterDirectory directory = LockedClusterDirectory.lock(path)) {
            assertThat(LockedClusterDirectory.isLocked(directory.path())).isTrue();
        }
        assertThat(LockedClusterDirectory.isLocked(path)).isFalse();
    }

    @Test
    @EnabledIf("isRoot")
    void refusesAnotherUsersDirectoryAndOneInIt() throws Exception {
        Path state = Files.createDirectory(home.resolve(".runner"));
        Files.setAttribute(state, "unix:uid", 65534);
        assertThatThrownBy(() -> LockedClusterDirectory.lock(state.resolve("test")))
                .isInstanceOf(MachineNotReadyException.class)
                .hasMessageContaining(state + " belongs to user nobody and not to you")
                .hasMessageContaining("MULTIHOST_ALLOW_FOREIGN=" + state);
        assertThat(state).isEmptyDirectory();
    }

    static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
