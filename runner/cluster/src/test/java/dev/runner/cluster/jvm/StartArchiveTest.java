package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartArchiveTest {
    @TempDir
    Path directory;

    @Test
    void isUsableFromItsPublicationUntilItIsWrittenTo() throws IOException {
        StartArchive archive = StartArchive.of(directory, "members", 17);
        assertThat(archive.isUsable()).isFalse();

        publish(archive, "classes");
        assertThat(archive.isUsable()).isTrue();
        assertThat(archive.file()).hasContent("classes");

        Files.setLastModifiedTime(archive.file(), FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(archive.isUsable()).isFalse();
    }

    @Test
    void isReplacedByABetterOne() throws IOException {
        StartArchive archive = StartArchive.of(directory, "members", 17);
        publish(archive, "cut off");
        Files.setLastModifiedTime(archive.file(), FileTime.from(Instant.now().plusSeconds(60)));

        publish(archive, "whole");

        assertThat(archive.isUsable()).isTrue();
        assertThat(archive.file()).hasContent("whole");
    }

    @Test
    void hasTheFormOfItsJdk() {
        StartArchive old = StartArchive.of(directory, "runner", 24);
        StartArchive cache = StartArchive.of(directory, "runner", 25);

        assertThat(old.optionsToUse()).contains("-XX:SharedArchiveFile=" + directory + "/runner.jsa");
        assertThat(cache.optionsToUse()).contains("-XX:AOTCache=" + directory + "/runner.aot");
        assertThat(old.optionsToMake(Path.of("/a"))).containsExactly("-XX:ArchiveClassesAtExit=/a");
        assertThat(cache.optionsToMake(Path.of("/a"))).contains("-XX:AOTCacheOutput=/a");
    }

    @Test
    void isForOurOwnMembersOfTheSameJavaAlone() throws IOException {
        StartArchive archive = StartArchive.of(directory, "members", 17);
        publish(archive, "classes");
        Path jar = Path.of("/lib/members.jar");
        JvmLaunchOptions jvm = new JvmLaunchOptions(Path.of("/jdk/bin/java"), archive);
        List<String> ours = List.of("/jdk/bin/java", "-Xmx64m", "-cp", "/lib/members.jar", "Main");

        assertThat(jvm.withArchive(ours, jar))
                .containsSubsequence("/jdk/bin/java", "-XX:SharedArchiveFile=" + archive.file(), "-Xmx64m");
        for (List<String> other : List.of(
                List.of("/other/java", "-cp", "/lib/members.jar", "Main"),
                List.of("/jdk/bin/java", "-cp", "/lib/members.jar:/lib/mine.jar", "Main"),
                List.of("/jdk/bin/java", "-cp"),
                List.of("/jdk/bin/java", "-jar", "/lib/members.jar"))) {
            assertThat(jvm.withArchive(other, jar)).isEqualTo(other);
        }
        assertThat(JvmLaunchOptions.plain(Path.of("/jdk/bin/java")).withArchive(ours, jar))
                .isEqualTo(ours);
    }

    private void publish(StartArchive archive, String content) throws IOException {
        archive.publish(Files.writeString(directory.resolve("making"), content));
    }
}
