package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.jvm.StartArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The location and the use of the members' start archive. */
@Tag("R17")
class MembersStartArchiveTest {
    @TempDir
    Path home;

    private Path java(String build) throws Exception {
        Path program =
                Files.createDirectories(home.resolve(build).resolve("bin")).resolve("java");
        Files.createFile(program);
        Files.writeString(
                home.resolve(build).resolve("release"),
                "JAVA_RUNTIME_VERSION=\"" + build + "\"\nJAVA_VERSION=\"17.0.1\"\nOS_ARCH=\"x\"\n");
        return program;
    }

    private Path jar(String directory) throws Exception {
        return Files.createFile(Files.createDirectories(home.resolve(directory)).resolve("members-0a-1.jar"));
    }

    @Test
    void isBesideTheJarForEachJdkAndContent() throws Exception {
        Path jar = jar("cache/multihost/junit");

        assertThat(MembersStartArchive.of(java("17.0.1+1"), jar)
                        .orElseThrow()
                        .archive()
                        .file())
                .isEqualTo(jar.resolveSibling("archives/-17.0.1+1-x/members-0a-1/members.jsa"));
        assertThat(MembersStartArchive.of(home.resolve("none"), jar)).isEmpty();
        assertThat(MembersStartArchive.of(java("17.0.1+2"), jar("elsewhere"))).isEmpty();
        assertThat(MembersStartArchive.of(java("17.0.1+3"), jar("a:b/multihost/junit")))
                .isEmpty();
    }

    @Test
    void isUsedIfEnabledAndNewerThanItsJar() throws Exception {
        Path jar = jar("cache/multihost/junit");
        Path java = java("17.0.1+1");
        MembersStartArchive archive = MembersStartArchive.of(java, jar).orElseThrow();
        assertThat(archive.isMissing()).isTrue();
        assertThat(MembersStartArchive.toUse(java, jar, Map.of())).isEqualTo(StartArchive.NONE);

        Files.createDirectories(archive.archiveDirectory().path());
        archive.archive()
                .publish(Files.writeString(archive.archiveDirectory().path().resolve("made"), "classes"));
        assertThat(archive.isMissing()).isFalse();
        assertThat(MembersStartArchive.toUse(java, jar, Map.of())).isEqualTo(archive.archive());
        assertThat(MembersStartArchive.toUse(java, jar, Map.of("MULTIHOST_ARCHIVES", "use")))
                .isEqualTo(archive.archive());
        assertThat(MembersStartArchive.toUse(java, jar, Map.of("MULTIHOST_ARCHIVES", "never")))
                .isEqualTo(StartArchive.NONE);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(archive.isComplete()).as("of a jar that was unpacked again").isFalse();
    }

    @Test
    void isNotBuiltAgainAfterAFailure() throws Exception {
        MembersStartArchive archive = MembersStartArchive.of(java("17.0.1+1"), jar("cache/multihost/junit"))
                .orElseThrow();
        Files.writeString(
                Files.createDirectories(archive.archiveDirectory().path()).resolve("failed.log"), "no");

        assertThat(archive.isComplete()).isFalse();
        assertThat(archive.isMissing()).isFalse();
    }
}
