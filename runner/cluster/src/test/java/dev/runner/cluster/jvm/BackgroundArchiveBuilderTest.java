package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundArchiveBuilderTest {
    private static final List<Long> PIDS = List.of(1L, 2L);

    @TempDir
    Path home;

    /** Archives whose build only creates a file. */
    private final class FakeArchives implements StartArchiveSet {
        private boolean isComplete;
        private boolean isRejected;

        @Override
        public ArchiveDirectory archiveDirectory() {
            return new ArchiveDirectory(home);
        }

        @Override
        public boolean isComplete() {
            return isComplete;
        }

        @Override
        public boolean removeRejected(Collection<Long> pids) {
            assertThat(pids).isEqualTo(PIDS);
            return isRejected;
        }

        @Override
        public List<String> buildCommand() {
            return List.of("touch", built().toString());
        }
    }

    private final FakeArchives archives = new FakeArchives();

    private Path built() {
        return home.resolve("built");
    }

    private boolean begin(Map<String, String> environment) throws IOException {
        return BackgroundArchiveBuilder.begin(archives, PIDS, environment);
    }

    @Test
    void buildsMissingArchivesOnce() throws IOException {
        assertThat(begin(Map.of())).isTrue();
        await().until(() -> Files.exists(built()));
        assertThat(begin(Map.of())).isFalse();
    }

    @Test
    void buildsRejectedArchivesAgain() throws IOException {
        archives.isComplete = true;
        archives.isRejected = true;
        assertThat(begin(Map.of())).isFalse();
        await().until(() -> Files.exists(built()));
    }

    @Test
    void respectsTheModeAndAnEarlierFailure() throws IOException {
        assertThat(begin(Map.of("MULTIHOST_ARCHIVES", "use"))).isFalse();
        assertThat(begin(Map.of("MULTIHOST_ARCHIVES", "never"))).isFalse();
        Files.writeString(archives.archiveDirectory().failure(), "no");
        assertThat(begin(Map.of())).isFalse();
    }
}
