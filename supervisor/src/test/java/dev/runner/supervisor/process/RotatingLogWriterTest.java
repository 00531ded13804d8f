package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F10")
class RotatingLogWriterTest {
    @TempDir
    Path directory;

    private final List<String> problems = new ArrayList<>();
    private Path path;
    private RotatingLogWriter log;

    @BeforeEach
    void begin() {
        path = directory.resolve("worker-0.log");
        log = new RotatingLogWriter(path, 10, problems::add);
    }

    @AfterEach
    void end() {
        log.close();
    }

    private void append(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        log.append(bytes);
        assertThat(bytes.hasRemaining()).as("all is consumed").isFalse();
    }

    private String text(String suffix) throws IOException {
        return Files.readString(Path.of(path + suffix));
    }

    @Test
    void isAppendedToOverAllStarts() throws IOException {
        append("one\n");
        log.close();
        log = new RotatingLogWriter(path, 10, problems::add);
        append("two\n");
        assertThat(text("")).isEqualTo("one\ntwo\n");
    }

    @Test
    void isMadeAnewWhereItWasRemoved() throws IOException {
        append("one\n");
        Files.delete(path);
        append("two\n");
        assertThat(text("")).isEqualTo("two\n");
        assertThat(text(".times")).endsWith(" 000000000000\n").hasLineCount(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void isMadeAnewWithItsDirectory() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        path = logs.resolve("worker-0.log");
        log = new RotatingLogWriter(path, 1000, problems::add);
        append("one\n");
        Files.delete(path);
        Files.delete(Path.of(path + ".times"));
        Files.delete(logs);
        append("two\n");
        assertThat(text("")).isEqualTo("two\n");
    }

    @Test
    void aLateLineMakesNoDirectory() throws IOException {
        Path logs = directory.resolve("removed");
        path = logs.resolve("worker-0.log");
        log = new RotatingLogWriter(path, 1000, problems::add);
        append("late\n");
        assertThat(logs).doesNotExist();
        assertThat(problems).hasSize(1).first().asString().startsWith("its output is lost: " + path);
    }

    @Test
    void isNoPipe() throws IOException {
        LibC.makeFifo(path);
        append("one\n");
        assertThat(problems).hasSize(1).first().asString().contains("it is a named pipe; remove it");
    }

    @Test
    @Tag("R9")
    void aTornLineOfTheIndexDoesNotShiftTheOnesAfterIt() throws IOException {
        append("one\n");
        log.close();
        String whole = text(".times");
        Files.writeString(Path.of(path + ".times"), whole + "17000");

        log = new RotatingLogWriter(path, 100, problems::add);
        append("two\n");
        assertThat(text(".times")).startsWith(whole).hasSize(2 * whole.length()).endsWith("000000000004\n");
    }

    @Test
    @Tag("R9")
    void notesWhenWhatWasWritten() throws IOException {
        long before = System.currentTimeMillis();
        append("one\n");
        append("two\n");
        String first = text(".times").lines().findFirst().orElseThrow();
        assertThat(first).matches("\\d{13} 000000000000");
        assertThat(Long.parseLong(first.substring(0, 13))).isBetween(before, System.currentTimeMillis());

        append("three four\n");
        assertThat(text(".1.times")).startsWith(first);
        append("five\n");
        assertThat(text(".times")).endsWith(" 000000000000\n").hasLineCount(1);
    }

    @Test
    void rotatesBySizeAndKeepsTwo() throws IOException {
        for (String chunk : List.of("aaaa\naaaa\n", "bbbb\nbbbb\n", "cccc\ncccc\n", "d\n")) {
            append(chunk);
        }
        assertThat(text("")).isEqualTo("d\n");
        assertThat(text(".1")).isEqualTo("cccc\ncccc\n");
        assertThat(text(".2")).isEqualTo("bbbb\nbbbb\n");
        assertThat(Path.of(path + ".3")).doesNotExist();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatWasThereBeforeCountsForTheSize() throws IOException {
        Files.writeString(path, "12345678\n");
        append("x\n");
        assertThat(text(".1")).isEqualTo("12345678\nx\n");
    }

    @Test
    void failsOnceAndRecovers() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        append("lost\n");
        append("lost\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith("its output is lost: " + path + " cannot be written");

        Files.delete(path);
        append("kept\n");
        assertThat(text("")).isEqualTo("kept\n");
        Files.delete(path);
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        log.close();
        append("lost\n");
        assertThat(problems).hasSize(2);
    }

    @Test
    void aRotationThatFailsIsToldOnceAndLosesNothing() throws IOException {
        Files.createDirectories(Path.of(path + ".1/in the way"));
        Files.createDirectories(Path.of(path + ".2/in the way"));
        append("123456789\n");
        append("a\n");
        append("b\n");
        assertThat(problems).hasSize(1);
        assertThat(text("")).isEqualTo("123456789\na\nb\n");
    }
}
