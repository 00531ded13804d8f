package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDeleterTest {
    @TempDir
    Path parent;

    @Test
    void deletesADirectoryWithItsContent() throws IOException {
        Path tree = Files.createDirectories(parent.resolve("tree"));
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/file"), "text");
        DirectoryDeleter.delete(tree);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void deletesLinksAndNotTheirTargets() throws IOException {
        Path kept = Files.createDirectory(parent.resolve("kept"));
        Files.writeString(kept.resolve("file"), "text");
        Path tree = Files.createDirectory(parent.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Path root = Files.createSymbolicLink(parent.resolve("root"), kept);
        Path dangling = Files.createSymbolicLink(parent.resolve("dangling"), parent.resolve("nowhere"));
        DirectoryDeleter.delete(tree);
        DirectoryDeleter.delete(root);
        DirectoryDeleter.delete(dangling);
        assertThat(parent).isDirectoryNotContaining(path -> !path.equals(kept));
        assertThat(kept.resolve("file")).hasContent("text");
    }

    @Test
    void reportsWhatIsNestedTooDeeplyInsteadOfRunningOutOfFiles() throws Exception {
        Path tree = Files.createDirectory(parent.resolve("tree"));
        Files.writeString(tree.resolve("z"), "text");
        String nest = "i=0; while [ $i -lt 1100 ]; do mkdir d && cd -P d; i=$((i+1)); done";
        assertThat(new ProcessBuilder("sh", "-c", nest)
                        .directory(tree.toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> DirectoryDeleter.delete(tree))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1000 directories deep");
        assertThat(tree.resolve("z")).doesNotExist();
        assertThat(new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void toleratesWhatIsMissing() throws IOException {
        DirectoryDeleter.delete(parent.resolve("missing"));
    }

    @Test
    @DisabledIf("isRoot")
    void deletesTheRestAndReportsWhatCannotBeDeleted() throws IOException {
        Path tree = Files.createDirectory(parent.resolve("tree"));
        Files.writeString(tree.resolve("z"), "text");
        Path closed = Files.createDirectory(tree.resolve("closed"));
        Path file = Files.writeString(closed.resolve("file"), "text");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThatThrownBy(() -> DirectoryDeleter.delete(tree))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
            assertThat(tree.resolve("z")).doesNotExist();
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
