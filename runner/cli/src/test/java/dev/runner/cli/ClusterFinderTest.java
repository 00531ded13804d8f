package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("R9")
class ClusterFinderTest {
    @TempDir
    Path directory;

    @Test
    void findsTheOnlyCluster() throws IOException {
        ended("default", ClusterState.STOPPED);

        assertThat(find("").name()).isEqualTo("default");
    }

    @Test
    void looksInTheNearestParentThatHasOne() throws IOException {
        running("default");
        Path below = Files.createDirectories(directory.resolve("a/b"));

        assertThat(new ClusterFinder(below).find(Optional.empty()).path())
                .isEqualTo(directory.resolve(".runner/default"));
    }

    @Test
    void takesTheOneThatRunsBeforeThoseThatEnded() throws IOException {
        running("kafka");
        ended("default", ClusterState.FAILED);
        ended("old", ClusterState.STOPPED);

        assertThat(find("").name()).isEqualTo("kafka");
        assertThat(find("default").name()).isEqualTo("default");
    }

    @Test
    void takesTheOneThatFailedBeforeThoseThatEndedCleanly() throws IOException {
        ended("default", ClusterState.FAILED);
        ended("old", ClusterState.STOPPED);

        assertThat(find("").name()).isEqualTo("default");
    }

    @Test
    void asksForTheNameWhenSeveralRun() throws IOException {
        running("kafka");
        running("default");

        assertThatThrownBy(() -> find(""))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("several clusters are here: default, kafka. Say which one with --name NAME.");
    }

    @Test
    void saysWhichThereAreWhenTheNameIsWrong() throws IOException {
        running("kafka");

        assertThatThrownBy(() -> find("kafak"))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessage("no cluster 'kafak' is here, only kafka.");
    }

    @Test
    void ignoresAFileOfThatNameAndEmptyDirectories() throws IOException {
        Files.createDirectories(directory.resolve(".runner/empty"));
        Path below = Files.createDirectories(directory.resolve("sub"));
        Files.writeString(below.resolve(".runner"), "another program's");

        assertThatThrownBy(() -> new ClusterFinder(below).find(Optional.empty()))
                .hasMessageContaining(directory.resolve(".runner") + " is empty")
                .hasMessageContaining("runner up");
    }

    private ClusterLocation find(String name) throws IOException {
        return new ClusterFinder(directory).find(Optional.of(name).filter(text -> !text.isEmpty()));
    }

    private void running(String name) throws IOException {
        new ManagerFile(
                        name,
                        ProcessIdentity.current(),
                        "http://127.1.1.1:1",
                        "t",
                        null,
                        null,
                        "r",
                        100,
                        new StateOrigin("", ""),
                        "/p",
                        "up")
                .write(cluster(name));
    }

    private void ended(String name, ClusterState state) throws IOException {
        new LastStatus(ViewFixtures.cluster(state, null), Instant.EPOCH).write(cluster(name));
    }

    private Path cluster(String name) throws IOException {
        return Files.createDirectories(directory.resolve(".runner").resolve(name));
    }

    @Test
    @EnabledIf("isRoot")
    void anotherUsersStateIsNotBelieved() throws IOException {
        ended("default", ClusterState.STOPPED);
        Path state = directory.resolve(".runner");
        Files.setAttribute(state.resolve("default/last.json"), "unix:uid", 65534);
        assertThatThrownBy(() -> new ClusterFinder(directory).find(Optional.empty()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("last.json belongs to user nobody and not to you");
        Files.setAttribute(state, "unix:uid", 65534);
        assertThatThrownBy(() -> new ClusterFinder(directory.resolve("deeper")).find(Optional.empty()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(state + " belongs to user nobody")
                .extracting(e -> ((CommandFailedException) e).exitCode())
                .isEqualTo(ExitCode.MACHINE_NOT_READY);
    }

    static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
