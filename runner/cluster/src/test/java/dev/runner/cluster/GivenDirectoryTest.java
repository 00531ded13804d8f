package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.plan.UserAccount;
import dev.runner.cluster.spec.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("isRoot")
@Tag("R9")
class GivenDirectoryTest {
    private static final UserAccount NOBODY = new UserAccount("nobody", 65534, 65534, "/", "/usr/bin/setpriv");

    @TempDir
    Path cluster;

    private Path member;
    private GivenDirectory given;

    @BeforeEach
    void open() throws IOException {
        member = Files.createDirectories(cluster.resolve("members/a-0"));
        MemberDirectoryOwnership.give(member, NOBODY);
        given = GivenDirectory.open(member, NOBODY);
    }

    @AfterEach
    void close() throws IOException {
        given.close();
        assertThat(cluster.resolve("staging")).isEmptyDirectory();
    }

    private void put(String file, String text) throws IOException {
        given.put(Path.of(file), FileMode.of("0640"), fresh -> Files.writeString(fresh, text));
    }

    @Test
    void whatItMakesIsTheUsers() throws IOException {
        put("a/b/file", "text");
        put("a/b/file", "other");
        for (String path : new String[] {"a", "a/b", "a/b/file"}) {
            assertThat(Files.getAttribute(member.resolve(path), "unix:uid")).isEqualTo(65534);
            assertThat(Files.getAttribute(member.resolve(path), "unix:gid")).isEqualTo(65534);
        }
        assertThat(member.resolve("a/b/file")).hasContent("other");
        assertThat(given.read(Path.of("a/b/file"), 3)).asString().isEqualTo("oth");
        assertThat(Files.getPosixFilePermissions(member.resolve("a/b/file")))
                .isEqualTo(FileMode.of("0640").permissions());
        assertThat(given.attributes(Path.of("a/b/file"))).isNotNull();
        assertThat(given.attributes(Path.of("a/x"))).isNull();
        assertThat(given.attributes(Path.of("x/y"))).isNull();
    }

    @Test
    void aLinkInThePlaceOfAFileIsReplacedAndOneInThePlaceOfAFolderRefused() throws IOException {
        Path secret = Files.writeString(cluster.resolve("secret"), "secret");
        Path elsewhere = Files.createDirectory(cluster.resolve("elsewhere"));
        Files.createSymbolicLink(member.resolve("file"), secret);
        Files.createSymbolicLink(member.resolve("folder"), elsewhere);

        put("file", "text");
        assertThat(secret).hasContent("secret");
        assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(0);
        assertThat(member.resolve("file")).hasContent("text");
        assertThatThrownBy(() -> put("folder/file", "text"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("folder is not a directory (a symbolic link would lead elsewhere)");
        assertThatThrownBy(() -> given.read(Path.of("folder/x"), 1)).isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsGivenKeepsFilesWithOtherNamesElsewhere() throws Exception {
        Path secret = Files.writeString(cluster.resolve("secret"), "secret");
        Path other = cluster.resolve("members/b-0");
        Path tree = Files.createDirectories(other.resolve("inner"));
        Files.createLink(tree.resolve("secret"), secret);
        Path own = Files.writeString(tree.resolve("own"), "text");
        Path link = Files.createSymbolicLink(tree.resolve("link"), secret);

        MemberDirectoryOwnership.giveTree(other, NOBODY);

        assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(0);
        assertThat(Files.getAttribute(tree, "unix:uid")).isEqualTo(65534);
        assertThat(Files.getAttribute(own, "unix:uid")).isEqualTo(65534);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(secret);
    }

    static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
