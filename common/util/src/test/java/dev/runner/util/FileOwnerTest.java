package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class FileOwnerTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    private Path foreign() throws IOException {
        Path path = Files.createDirectory(directory.resolve("foreign"));
        Files.setAttribute(path, "unix:uid", NOBODY);
        return path;
    }

    @Test
    void believesItsOwnAndWhatIsNotThere() {
        assertThat(FileOwner.refusal(directory)).isEmpty();
        assertThat(FileOwner.refusal(directory.resolve("missing"))).isEmpty();
        assertThat(FileOwner.isOfAnother(directory)).isFalse();
    }

    @Test
    void believesRoot() {
        assertThat(FileOwner.isTrusted(Path.of("/"), NOBODY)).isTrue();
    }

    @Test
    @EnabledIf("isRoot")
    void refusesAnotherUsersUnlessThatIsAllowed() throws IOException {
        Path foreign = foreign();
        assertThat(FileOwner.refusal(foreign, Map.of()))
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .contains(foreign.toString(), "belongs to ", "MULTIHOST_ALLOW_FOREIGN=" + foreign));
        assertThat(FileOwner.isOfAnother(foreign)).isTrue();
        assertThat(FileOwner.refusal(foreign, Map.of(FileOwner.ALLOWED, "/x:" + directory)))
                .isEmpty();
        assertThat(FileOwner.refusal(foreign, Map.of(FileOwner.ALLOWED, "*"))).isEmpty();
        assertThat(FileOwner.refusal(foreign, Map.of(FileOwner.ALLOWED, "/x"))).isPresent();
    }

    @Test
    @EnabledIf("isRoot")
    void refusesAnotherUsersLinkToItsOwn() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), own);
        assertThat(FileOwner.refusal(link, Map.of())).isEmpty();
        Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        assertThat(FileOwner.refusal(link, Map.of())).isPresent();
    }

    @Test
    @EnabledIf("isRoot")
    void namesAUserWithoutANameByItsNumber() throws IOException {
        Path path = Files.createDirectory(directory.resolve("nameless"));
        Files.setAttribute(path, "unix:uid", 4_242_424);
        assertThat(FileOwner.describe(path)).isEqualTo("uid 4242424");
    }

    static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
