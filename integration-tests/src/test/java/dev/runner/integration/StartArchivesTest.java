package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Start archives are built automatically, and nothing depends on them. */
@Tag("alone")
@IntegrationScenario
class StartArchivesTest {
    private static final List<String> ARCHIVES = List.of("runner", "commands", "members");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    @Tag("slow")
    void theFirstClusterBuildsThemAndIgnoresDamagedOnes(Sandbox sandbox) throws Exception {
        UnpackedRelease release = UnpackedRelease.unpack(sandbox.directory());
        sandbox.write("nap.yaml", SampleSpecs.NAP);

        CompletedCommand first = up(sandbox, release, "auto");

        assertThat(first.err()).contains("the next start will be faster");
        await().atMost(PATIENCE).until(() -> names(release).containsAll(marks()));
        List<Path> archives = files(release, name -> ARCHIVES.stream().anyMatch(each -> name.startsWith(each + ".")));
        for (Path archive : archives) {
            if (!archive.toString().endsWith(".ok")) {
                cutOff(archive);
            }
        }

        CompletedCommand second = up(sandbox, release, "use");

        assertThat(second.err()).doesNotContain("warning", "error", "fatal", "archive");
        assertThat(second.out() + second.err()).contains("nap is ready after");
        assertThat(sandbox.startIn(sandbox.directory(), Map.of(), script(release, "warm"))
                        .finish()
                        .expect(0)
                        .out())
                .contains("made the start archives for Java ");
        assertThat(up(sandbox, release, "auto").err())
                .as("all are whole again")
                .doesNotContain("the next start will be faster");
    }

    private static CompletedCommand up(Sandbox sandbox, UnpackedRelease release, String archives)
            throws IOException, InterruptedException {
        Map<String, String> wish = Map.of("MULTIHOST_ARCHIVES", archives);
        CompletedCommand up = sandbox.startIn(
                        sandbox.directory(), wish, script(release, "up", "-f", "nap.yaml", "--detach"))
                .finish()
                .expect(0);
        sandbox.startIn(sandbox.directory(), wish, script(release, "down"))
                .finish()
                .expect(0);
        return up;
    }

    private static List<String> script(UnpackedRelease release, String... words) {
        return Stream.concat(Stream.of(release.script("runner").toString()), Stream.of(words))
                .toList();
    }

    /** The mark beside a complete archive. */
    private static List<String> marks() {
        String end = Runtime.version().feature() >= 25 ? ".aot.ok" : ".jsa.ok";
        return ARCHIVES.stream().map(archive -> archive + end).toList();
    }

    private static List<String> names(UnpackedRelease release) throws IOException {
        return files(release, name -> true).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private static List<Path> files(UnpackedRelease release, Predicate<String> wanted) throws IOException {
        Path directory = release.home().resolve("lib/archives");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(String.valueOf(file.getFileName())))
                    .toList();
        }
    }

    private static void cutOff(Path archive) throws IOException {
        assertThat(archive.toFile().setWritable(true)).isTrue();
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }
}
