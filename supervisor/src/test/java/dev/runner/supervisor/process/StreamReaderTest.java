package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("F10")
class StreamReaderTest {
    private static final String FULL_BLOCK = "y\n".repeat(NuProcessOutputHandler.BLOCK_BYTES / 2);

    @TempDir
    Path temp;

    private final StringBuilder read = new StringBuilder();
    private final List<String> heard = new ArrayList<>();
    private final List<Runnable> moments = new ArrayList<>();
    private final DrainSentinel marker = new DrainSentinel();
    private final StreamReader reader = reader();

    private StreamReader reader() {
        return new StreamReader(
                new LineAssembler.Sink() {
                    @Override
                    public void log(ByteBuffer bytes) {
                        read.append(StandardCharsets.ISO_8859_1.decode(bytes));
                    }

                    @Override
                    public void lines(ByteBuffer lines) {
                        heard.add(StandardCharsets.ISO_8859_1.decode(lines).toString());
                    }
                },
                moments::add);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String markerText() {
        return new String(marker.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theMarkerIsFoundHoweverItIsSplit() {
        String all = "last words" + markerText() + "of a child\n";
        for (int first = 0; first <= all.length(); first++) {
            for (int second = first; second <= all.length(); second++) {
                read.setLength(0);
                StreamReader one = reader();
                one.expect(marker);
                one.accept(bytes(all.substring(0, first)), false);
                one.accept(bytes(all.substring(first, second)), false);
                one.accept(bytes(all.substring(second)), false);
                assertThat(one.drained()).isDone();
                assertThat(read).hasToString("last words\nof a child\n");
            }
        }
    }

    @Test
    void whatLooksLikeAMarkerIsText() {
        String almost = markerText().substring(0, marker.length() - 1);
        reader.expect(marker);
        reader.accept(bytes(almost + "!\n"), false);
        reader.accept(bytes(almost), false);
        assertThat(reader.drained()).isNotDone();

        reader.accept(bytes(""), true);
        assertThat(reader.drained()).isDone();
        assertThat(read).hasToString(almost + "!\n" + almost + "\n");
    }

    @Test
    void theEndOfThePipeIsAnEndToo() {
        reader.accept(bytes("no newline"), false);
        assertThat(reader.drained()).isNotDone();
        reader.accept(bytes(""), true);
        assertThat(reader.drained()).isDone();
        assertThat(read).hasToString("no newline\n");
    }

    @Test
    void afterMoreThanAPipeHoldsAllFromBeforeHasBeenRead() {
        reader.expect(marker);
        for (int i = 0; i < 15; i++) {
            reader.accept(bytes(FULL_BLOCK), false);
        }
        assertThat(reader.drained()).isNotDone();
        reader.accept(bytes(FULL_BLOCK), false);
        assertThat(reader.drained()).isDone();

        reader.accept(bytes(markerText() + "z\n"), false);
        assertThat(read.toString()).endsWith("y\nz\n").doesNotContain("end of output");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsBehindAFullBlockIsReadAtOnceUntilTheMarkerIsFound() throws IOException {
        reader.expect(marker);
        readFullBlockBefore("last words" + markerText());
        assertThat(reader.drained()).isDone();
        assertThat(read.toString()).endsWith("y\nlast words\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsBehindAFullBlockIsReadAtOnceWhereAFloodWasReadInsteadOfTheMarker() throws IOException {
        reader.expect(marker);
        for (int i = 0; i < 16; i++) {
            reader.accept(bytes(FULL_BLOCK), false);
        }
        assertThat(reader.drained()).isDone();
        readFullBlockBefore("the end of the flood\n");
        assertThat(read.toString()).endsWith("y\nthe end of the flood\n");
    }

    /** The pipe has no writer any more when it is read, and is closed then. */
    private void readFullBlockBefore(String rest) throws IOException {
        Path pipe = temp.resolve("pipe");
        LibC.makeFifo(pipe);
        int end = LibC.openForReading(pipe.toString());
        reader.setBulkReader(new BulkPipeReader(() -> end));
        try (FileChannel writer = FileChannel.open(pipe, StandardOpenOption.WRITE)) {
            writer.write(bytes(rest));
        }
        reader.read(bytes(FULL_BLOCK), false);
        reader.read(bytes(""), true);
    }

    @Test
    void aMarkerThatIsNotExpectedIsText() {
        reader.accept(bytes(markerText()), false);
        assertThat(reader.drained()).isNotDone();
        assertThat(read).hasToString(markerText());
    }

    @Test
    void aPromptIsPassedOnAfterAMoment() {
        reader.accept(bytes("one\npassword: "), false);
        assertThat(read).hasToString("one\n");
        reader.accept(bytes("(hidden) "), false);
        assertThat(moments).hasSize(1);
        moments.remove(0).run();
        assertThat(read).hasToString("one\npassword: (hidden) ");
        assertThat(heard).containsExactly("one\n", "password: (hidden) ");

        reader.accept(bytes("ok\n"), false);
        assertThat(moments).isEmpty();
        assertThat(read).hasToString("one\npassword: (hidden) ok\n");
        assertThat(heard).last().isEqualTo("password: (hidden) ok\n");
    }

    @Test
    void aLineThatHasEndedMeanwhileIsNoPrompt() {
        reader.accept(bytes("two "), false);
        reader.accept(bytes("halves\n"), false);
        moments.remove(0).run();
        assertThat(heard).containsExactly("two halves\n");
    }
}
