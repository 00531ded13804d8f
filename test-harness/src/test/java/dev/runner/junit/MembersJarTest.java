package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members of the default cluster are unpacked once and atomically. */
@Tag("R17")
class MembersJarTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path directory;

    private URL resource() throws Exception {
        Path file = directory.resolve("resource");
        Files.write(file, new byte[SIZE]);
        return file.toUri().toURL();
    }

    @Test
    void unpacksOnceInParallel() throws Exception {
        URL resource = resource();
        Path cache = Files.createDirectory(directory.resolve("cache"));
        Path target = cache.resolve("members.jar");

        List<CompletableFuture<Path>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> unpack(resource, target)))
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).hasSize(SIZE));
        assertThat(cache.toFile().list()).containsExactly("members.jar");
    }

    @Test
    void reusesTheFileUnlessItsSizeDiffers() throws Exception {
        URL resource = resource();
        Path target = directory.resolve("members.jar");
        Files.write(target, new byte[SIZE - 1]);
        unpack(resource, target);
        assertThat(target).hasSize(SIZE);

        Object before = Files.getAttribute(target, "unix:ino");
        unpack(resource, target);
        assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(before);
    }

    private static Path unpack(URL resource, Path target) {
        try {
            return MembersJar.unpack(resource, target, SIZE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
