package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateOriginTest {
    @TempDir
    Path directory;

    @Test
    void aMovedDirectoryIsTheSameAndACopyIsNot() throws IOException {
        Path original = Files.createDirectory(directory.resolve("original"));
        StateOrigin origin = StateOrigin.of(original);
        Path moved = Files.move(original, directory.resolve("moved"));
        Path copy = Files.createDirectory(original);

        assertThat(origin.isSameDirectory(StateOrigin.of(moved))).isTrue();
        assertThat(origin.isSameDirectory(StateOrigin.of(copy))).isFalse();
        assertThat(origin.isSameMachine(StateOrigin.of(copy))).isTrue();
    }

    @Test
    void isOneWordEach() throws IOException {
        StateOrigin origin = StateOrigin.of(directory);
        assertThat(origin.machine() + origin.directory()).doesNotContainAnyWhitespaces();
    }

    @Test
    void whatDoesNotTellIsTakenForAny() throws IOException {
        StateOrigin here = StateOrigin.of(directory);
        StateOrigin unknown = new StateOrigin("", "");
        assertThat(here.isSameDirectory(unknown) && unknown.isSameDirectory(here))
                .isTrue();
        assertThat(here.isSameMachine(unknown) && unknown.isSameMachine(here)).isTrue();
        assertThat(new StateOrigin("other boot", "").isSameMachine(new StateOrigin("boot", "")))
                .isFalse();
    }
}
