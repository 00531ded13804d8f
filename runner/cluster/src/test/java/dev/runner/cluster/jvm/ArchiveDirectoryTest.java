package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How archives are made, with programs of shell instead of JVMs. */
@Timeout(60)
class ArchiveDirectoryTest {
    /** {@code $0} is the option that names the file to be made. */
    private static final String WRITES = "echo \"$MULTIHOST_ARCHIVES\" > \"${0#-XX:ArchiveClassesAtExit=}\"";

    @TempDir
    Path home;

    private ArchiveDirectory directory() {
        return new ArchiveDirectory(home.resolve("some JDK/content"));
    }

    private StartArchive archive() {
        return StartArchive.of(directory().path(), "members", 17);
    }

    private List<StartArchiveTraining> script(String script) {
        return List.of(new StartArchiveTraining(List.of("sh", "-c", script), archive(), List.of("word")));
    }

    @Test
    void anArchiveTakesItsPlaceWhenItIsWhole() throws Exception {
        assertThat(directory().make(false, script(WRITES + "; test -d \"$2\""))).isTrue();

        assertThat(archive().isUsable()).isTrue();
        assertThat(archive().file()).hasContent("use");
        assertThat(directory().hasFailed()).isFalse();
        assertThat(directory().path().toFile().list())
                .containsExactlyInAnyOrder("members.jsa", "members.jsa.ok", "lock");
    }

    @Test
    void saysWhoseTheDirectoryIs() throws Exception {
        Path lock = Files.createDirectories(directory().path()).resolve("lock");
        assertThat(ArchiveDirectory.refusal(new AccessDeniedException(lock.toString())))
                .isEqualTo("the start archives cannot be made: " + lock + ": permission denied; make it a directory"
                        + " where you may write, or set MULTIHOST_CACHE_HOME to one");
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can give it away");
        Files.setAttribute(directory().path(), "unix:uid", 65534);
        assertThat(ArchiveDirectory.refusal(new AccessDeniedException(lock.toString())))
                .contains(directory().path() + " belongs to user nobody, who can call `runner warm`");
    }

    @Test
    void aFailureIsKeptUntilTheNextAttempt() throws Exception {
        assertThatThrownBy(() -> directory().make(false, script("echo what is the matter; exit 1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("members.jsa could not be made")
                .hasMessageContaining("what is the matter");
        assertThat(directory().hasFailed()).isTrue();
        assertThat(archive().isUsable()).isFalse();

        assertThat(directory().make(true, script(WRITES))).isTrue();
        assertThat(directory().hasFailed()).isFalse();
    }

    @Test
    void isLeftToAnotherProcessThatIsAtIt() throws Exception {
        Path lock = Files.createDirectories(directory().path()).resolve("lock");
        try (OtherProcess other = new OtherProcess(lock)) {
            assertThat(directory().make(false, script(WRITES))).isFalse();
            assertThat(archive().isUsable()).isFalse();
            assertThat(other.isAlive()).isTrue();
        }
        assertThat(directory().make(true, script(WRITES))).isTrue();
    }

    /** Holds a lock, as the kernel knows it, in another JVM. */
    private static final class OtherProcess implements AutoCloseable {
        private final Process process;

        OtherProcess(Path lock) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            LockMain.class.getName(),
                            lock.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("locked");
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Takes a lock, says so, and waits for its end. */
    static final class LockMain {
        private LockMain() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel file =
                            FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                var unused = System.in.read();
            }
        }
    }

    @Test
    void oneThatIsRefusedIsMadeAnewOnceAWeek() throws Exception {
        directory().make(false, script(WRITES));

        assertThat(directory().withdraw(archive())).isTrue();
        assertThat(archive().isUsable()).isFalse();

        directory().make(false, script(WRITES));
        assertThat(directory().withdraw(archive())).isFalse();
        assertThat(archive().isUsable()).isTrue();

        Path note = directory().path().resolve("refused.log");
        Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        assertThat(directory().withdraw(archive())).isTrue();
    }

    @Test
    void optionsForOtherJvmsAreNotInherited() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH",
                "/bin",
                "MULTIHOST_COOKIE",
                "a/b/1",
                "JAVA_TOOL_OPTIONS",
                "-javaagent:a.jar",
                "JDK_JAVA_OPTIONS",
                "-Xcheck:jni",
                "_JAVA_OPTIONS",
                "-Xint"));

        ArchiveDirectory.inherit(environment);

        assertThat(environment).containsOnlyKeys("PATH");
    }

    @Test
    void theEnvironmentSaysWhatIsWanted() {
        assertThat(StartArchiveMode.of(Map.of())).isEqualTo(StartArchiveMode.AUTO);
        assertThat(StartArchiveMode.of(Map.of("MULTIHOST_ARCHIVES", "auto"))).isEqualTo(StartArchiveMode.AUTO);
        assertThat(StartArchiveMode.of(Map.of("MULTIHOST_ARCHIVES", "use"))).isEqualTo(StartArchiveMode.USE);
        assertThat(StartArchiveMode.of(Map.of("MULTIHOST_ARCHIVES", "never"))).isEqualTo(StartArchiveMode.NEVER);
        assertThat(StartArchiveMode.of(Map.of("MULTIHOST_ARCHIVES", "always"))).isEqualTo(StartArchiveMode.USE);
    }
}
