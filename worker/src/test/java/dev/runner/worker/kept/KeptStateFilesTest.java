package dev.runner.worker.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V46")
class KeptStateFilesTest {

    private static final byte[] STATE = "{\"checkpoint\":{}}".getBytes(UTF_8);

    @TempDir
    private Path storage;

    private Path directory() {
        return storage.resolve("kept");
    }

    private static PipelineView deployment(String id, String place, long epoch) {
        return new PipelineView(
                id, place, PipelineState.FROZEN, 20L, new Assignment("../g/\u00e4", "group", place, epoch));
    }

    @Test
    void whatWasKeptIsThereAtTheNextStart() throws IOException {
        PipelineView view = deployment("abc1", "p#0", 7);
        KeptStateFiles.in(directory()).keep(view, STATE);

        KeptStateFiles next = KeptStateFiles.in(directory());
        assertThat(next.all()).containsExactly(view);
        assertThat(next.read("abc1"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(STATE));
        assertThat(next.read("abc2")).isEmpty();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory().resolve("abc1.state"))))
                .isEqualTo("rw-------");

        next.forget("abc1");
        next.forget("abc1");
        assertThat(next.all()).isEmpty();
        assertThat(KeptStateFiles.in(directory()).all()).isEmpty();
    }

    @Test
    void nothingIsWrittenWithoutAState() throws IOException {
        assertThat(KeptStateFiles.in(directory()).all()).isEmpty();
        assertThat(directory()).doesNotExist();
    }

    @Test
    void aStateReplacesTheOneOfAnOlderDeploymentInThatPlace() throws IOException {
        KeptStateFiles states = KeptStateFiles.in(directory());
        states.keep(deployment("old", "p", 7), STATE);
        states.keep(deployment("other", "q", 8), STATE);
        states.keep(deployment("new", "p", 9), STATE);

        assertThat(KeptStateFiles.in(directory()).all())
                .extracting(PipelineView::id)
                .containsExactlyInAnyOrder("other", "new");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 20, -1, -2})
    void aDamagedStateIsNeverUsedAndLeftAsItIs(int at) throws IOException {
        KeptStateFiles.in(directory()).keep(deployment("abc1", "p", 7), STATE);
        Path file = directory().resolve("abc1.state");
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged;
        if (at == -2) {
            damaged = Arrays.copyOf(bytes, bytes.length - 1);
        } else {
            damaged = bytes.clone();
            damaged[at < 0 ? bytes.length - 1 : at] ^= 0x40;
        }
        Files.write(file, damaged);

        KeptStateFiles next = KeptStateFiles.in(directory());
        assertThat(next.all()).isEmpty();
        assertThat(file).hasBinaryContent(damaged);
    }

    @Test
    void aStateThatIsDamagedLaterIsNotGivenOut() throws IOException {
        KeptStateFiles states = KeptStateFiles.in(directory());
        states.keep(deployment("abc1", "p", 7), STATE);
        Path file = directory().resolve("abc1.state");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> states.read("abc1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void whatAKilledWorkerHadBegunToWriteIsRemoved() throws IOException {
        Files.createDirectories(directory());
        Path unfinished = Files.write(directory().resolve("abc1.new"), STATE);

        assertThat(KeptStateFiles.in(directory()).all()).isEmpty();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
        Files.write(directory(), STATE); // a file where the directory is to be
        KeptStateFiles states = KeptStateFiles.in(directory());

        assertThatThrownBy(() -> states.keep(deployment("abc1", "p", 7), STATE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("abc1.state cannot be written: ");
        assertThat(states.all()).isEmpty();
    }
}
