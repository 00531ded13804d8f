package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

    @TempDir
    Path home;

    @Test
    void saysWhatTheSystemSaid() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertThat(reason(() -> Files.readString(home.resolve("none")))).isEqualTo("no such file or directory");
        assertThat(reason(() -> Files.createDirectories(file))).isEqualTo("something else is in its place");
        assertThat(reason(() -> Files.createDirectory(file.resolve("below")))).isEqualTo("not a directory");
        assertThat(reason(() -> Files.delete(home))).isEqualTo("the directory is not empty");
    }

    @Test
    void isNeverEmpty() {
        assertThat(FileFailure.reason(new IOException())).isEqualTo("IOException");
        assertThat(FileFailure.reason(new IOException("it is gone"))).isEqualTo("it is gone");
        assertThat(FileFailure.reason(new FileSystemException("/a/b", null, "No space left on device")))
                .isEqualTo("no space left on device");
    }

    private static String reason(ThrowingCallable failing) {
        return FileFailure.reason(catchThrowableOfType(IOException.class, failing));
    }

    @Test
    void namesTheFileWhereWhatWasTriedDoesNot() throws IOException {
        Path none = home.resolve("none");
        IOException missing = catchThrowableOfType(IOException.class, () -> Files.readString(none));
        IOException opened = catchThrowableOfType(IOException.class, () -> new FileInputStream(none.toFile()).close());

        assertThat(FileFailure.describe(missing)).isEqualTo(none + ": no such file or directory");
        assertThat(FileFailure.reason(opened)).isEqualTo("no such file or directory");
        assertThat(FileFailure.describe(new UncheckedIOException(missing)))
                .isEqualTo(none + ": no such file or directory");
        assertThat(FileFailure.describe(new UncheckedIOException("the note is lost", missing)))
                .isEqualTo("the note is lost");
        assertThat(FileFailure.reason(new FileSystemException("/a"))).isEqualTo("unknown error");
    }
}
