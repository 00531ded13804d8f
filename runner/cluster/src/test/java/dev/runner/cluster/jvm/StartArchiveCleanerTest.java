package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StartArchiveCleanerTest {
    private static final Duration LONG = StartArchiveCleaner.KEPT.plusDays(1);

    @TempDir
    Path home;

    private StartArchive made = StartArchive.NONE;

    @BeforeEach
    void makeOne() throws IOException {
        made = publish("archives/jdk 17/new", Duration.ZERO);
    }

    /** An archive that was used for the last time so long ago. */
    private StartArchive publish(String directory, Duration ago) throws IOException {
        Path path = Files.createDirectories(home.resolve(directory));
        StartArchive archive = StartArchive.of(path, "members", 17);
        archive.publish(Files.writeString(path.resolve("making-members.jsa"), "classes"));
        Files.createFile(path.resolve("lock"));
        Files.writeString(path.resolve("classes"), "java/lang/Object\n");
        age(path, ago);
        return archive;
    }

    private static void age(Path directory, Duration ago) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
            }
        }
    }

    private List<String> left() throws IOException {
        new StartArchiveCleaner(made).removeUnused();
        try (Stream<Path> files = Files.walk(home.resolve("archives"), 2)) {
            return files.map(file -> home.resolve("archives").relativize(file).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatNobodyUsedForLongIsRemoved() throws IOException {
        publish("archives/jdk 17/old", LONG);
        publish("archives/jdk 16/old", LONG);
        publish("archives/jdk 17/recent", LONG.minusDays(2));

        assertThat(left()).containsExactly("jdk 17", "jdk 17/new", "jdk 17/recent");
    }

    @Test
    void useKeepsIt() throws IOException {
        StartArchive used = publish("archives/jdk 17/old", LONG);
        used.used();

        assertThat(left()).contains("jdk 17/old");
        assertThat(used.isUsable()).isTrue();
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        publish("archives/jdk 17/other", LONG);
        Files.writeString(home.resolve("archives/jdk 17/other/thesis.txt"), "x");
        age(home.resolve("archives/jdk 17/other"), LONG);
        Path elsewhere = publish("elsewhere/old", LONG).file();
        Files.createSymbolicLink(home.resolve("archives/linked"), home.resolve("elsewhere"));

        assertThat(left()).contains("jdk 17/other", "linked");
        assertThat(elsewhere).exists();
    }

    @Test
    void oneThatCannotBeRemovedKeepsNoOther() throws IOException {
        for (String jdk : List.of("jdk 16", "jdk 18")) {
            publish("archives/" + jdk + "/old", LONG);
            Path broken = publish("archives/" + jdk + "/broken", LONG).file().resolveSibling("lock");
            Files.delete(broken);
            Files.createDirectory(broken);
            age(home.resolve("archives/" + jdk + "/broken"), LONG);
        }

        assertThat(left())
                .containsExactly("jdk 16", "jdk 16/broken", "jdk 17", "jdk 17/new", "jdk 18", "jdk 18/broken");
    }

    @Test
    void nothingIsRemovedWhereTheDirectoryIsNoneOfArchives() throws IOException {
        made = publish("mine/jdk/new", Duration.ZERO);
        Path old = publish("mine/jdk/old", LONG).file();

        new StartArchiveCleaner(made).removeUnused();

        assertThat(old).exists();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAProcessRunsWithStays() throws IOException {
        Path file = publish("archives/jdk 17/old", LONG).file();
        try (FileChannel channel = FileChannel.open(file)) {
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());

            assertThat(left()).contains("jdk 17/old");
            assertThat(mapped.isDirect()).isTrue();
        }
    }
}
