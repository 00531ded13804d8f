package dev.runner.cluster.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("F10")
@Timeout(60)
class LogFollowerTest {
    @TempDir
    Path logs;

    private final Recorder seen = new Recorder();

    @Test
    void showsWhatIsAppended() throws IOException {
        append("a", "old\n");
        try (LogFollower follower = follow(0, "a", "b")) {
            append("a", "one\ntw");
            append("b", "first\r\n\n");
            follower.drain();
            assertThat(seen.lines).containsExactly("a|one", "b|first\r", "b|");
            append("a", "o\nrest");
            follower.drain();
            assertThat(seen.lines).last().isEqualTo("a|two");
            follower.flush();
            assertThat(seen.lines).last().isEqualTo("a|rest");
        }
    }

    @Test
    void aMemberThatNeverStopsWritingDoesNotKeepTheReader() throws IOException {
        append("a", "1\n");
        LogSink writesOn = new LogSink() {
            @Override
            public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
                assertThatCode(() -> append("a", "one more\n")).doesNotThrowAnyException();
            }

            @Override
            public void skipped(String member) {}
        };
        try (LogFollower follower = new LogFollower(logs, List.of("a"), LogStartPosition.lastLines(9), writesOn)) {
            assertThat(follower.drain()).isEqualTo(2);
            assertThat(follower.drain()).isEqualTo("one more\n".length());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, 5", "2, 4 5", "3, 3 4 5", "4, 2 3 4 5", "5, 1 2 3 4 5", "99, 1 2 3 4 5"})
    void beginsWithTheLastLines(int count, String expected) throws IOException {
        append("a.log.2", "1\n2\n");
        append("a.log.1", "3\n");
        append("a", "4\n5\n");
        assertThat(lastLines(count)).isEqualTo(expected);
    }

    @Test
    void countsAnIncompleteLastLine() throws IOException {
        append("a", "1\n2\n3");
        assertThat(lastLines(1)).isEqualTo("3");
        assertThat(lastLines(2)).isEqualTo("2 3");
        append("a", "x".repeat(200_000) + "\ny\n");
        assertThat(lastLines(2)).isEqualTo("3" + "x".repeat(200_000) + " y");
    }

    @Test
    void losesNothingInRotations() throws IOException {
        append("a", "1\n");
        try (LogFollower follower = follow(9, "a")) {
            follower.drain();
            append("a", "2\n");
            rotate("a");
            append("a.log.1", "3\n");
            follower.drain();
            append("a", "4\nhal");
            rotate("a");
            append("a", "f\n");
            rotate("a");
            append("a", "6\n");
            rotate("a");
            follower.drain();
            append("a", "7\n");
            follower.drain();
        }
        assertThat(seen.text()).isEqualTo("1 2 3 4 half 6 7");
    }

    @Test
    @Tag("R18")
    void beginsAtAPlaceThatWasNotedAlsoAfterRotations() throws IOException {
        LogPosition none = LogPosition.endOf(logs.resolve("a.log"));
        append("a", "old\n");
        LogPosition noted = LogPosition.endOf(logs.resolve("a.log"));
        append("a", "one\n");
        rotate("a");
        append("a", "two\n");
        rotate("a");
        append("a", "three\n");

        assertThat(since(noted)).containsExactly("a|one", "a|two", "a|three");
        assertThat(since(none)).containsExactly("a|old", "a|one", "a|two", "a|three");
        assertThat(since(LogPosition.endOf(logs.resolve("a.log")))).isEmpty();

        Files.delete(logs.resolve("a.log.2"));
        assertThat(since(noted)).containsExactly("a|two", "a|three");
    }

    private List<String> since(LogPosition mark) throws IOException {
        seen.lines.clear();
        try (LogFollower follower = new LogFollower(logs, List.of("a"), LogStartPosition.at(mark), seen)) {
            follower.drain();
        }
        return List.copyOf(seen.lines);
    }

    @Test
    void saysWhenFilesWereRotatedAwayUnread() throws IOException {
        append("a", "1\n");
        try (LogFollower follower = follow(9, "a")) {
            follower.drain();
            append("a", "2\n");
            for (int i = 3; i < 8; i++) {
                rotate("a");
                append("a", i + "\n");
            }
            Files.delete(logs.resolve("a.log.5"));
            Files.delete(logs.resolve("a.log.4"));
            follower.drain();
        }
        assertThat(seen.text()).isEqualTo("1 2 SKIPPED 4 5 6 7");
    }

    @Test
    void startsAnewWhenAFileIsTruncatedOrReplaced() throws IOException {
        append("a", "1\n2\n");
        try (LogFollower follower = follow(9, "a")) {
            follower.drain();
            try (RandomAccessFile file =
                    new RandomAccessFile(logs.resolve("a.log").toFile(), "rw")) {
                file.setLength(0);
            }
            append("a", "3\n");
            follower.drain();
            Files.delete(logs.resolve("a.log"));
            append("a", "4\n");
            follower.drain();
        }
        assertThat(seen.text()).isEqualTo("1 2 3 4");
    }

    @Test
    void passesOnBinaryAndVeryLongLines() throws IOException {
        byte[] line = new byte[5 << 20];
        new Random(1).nextBytes(line);
        for (int i = 0; i < line.length; i++) {
            line[i] = line[i] == '\n' ? 0 : line[i];
        }
        byte[] content = new byte[line.length + 1];
        System.arraycopy(line, 0, content, 0, line.length);
        content[line.length] = '\n';
        Files.write(logs.resolve("a.log"), content);
        List<Integer> pieces = new ArrayList<>();
        List<Boolean> whole = new ArrayList<>();
        try (LogFollower follower = new LogFollower(logs, List.of("a"), LogStartPosition.lastLines(1), new LogSink() {
            private int at;

            @Override
            public void line(String member, byte[] bytes, int offset, int length, boolean last) {
                for (int i = 0; i < length; i++) {
                    if (bytes[offset + i] != line[at++]) {
                        throw new AssertionError("byte " + at + " differs");
                    }
                }
                pieces.add(length);
                whole.add(last);
            }

            @Override
            public void skipped(String member) {
                throw new AssertionError();
            }
        })) {
            follower.drain();
        }
        assertThat(pieces.stream().mapToInt(Integer::intValue).sum()).isEqualTo(line.length);
        assertThat(pieces).allMatch(length -> length < 2 << 20);
        assertThat(whole).endsWith(true).containsOnlyOnce(true);
    }

    @Test
    void followsWhileOthersWriteAndRotate() throws Exception {
        int lines = 30_000;
        LogFollower follower = follow(0, "a", "late");
        CompletableFuture<Void> running = run(follower);
        try (follower) {
            int size = 0;
            OutputStream out = open("a");
            for (int i = 0; i < lines; i++) {
                byte[] line = (i + "\n").getBytes(StandardCharsets.US_ASCII);
                out.write(line);
                size += line.length;
                if (size > 20_000) {
                    out.close();
                    int before = i;
                    await().pollInterval(Duration.ofMillis(1)).until(() -> seen.lines.size() > before - 8_000);
                    rotate("a");
                    out = open("a");
                    size = 0;
                }
            }
            out.close();
            append("late", "x");
            follower.signal();
            await().until(() -> seen.lines.size() >= lines);
            follower.stop();
            running.join();
        }
        assertThat(seen.lines).hasSize(lines + 1).doesNotContain("a|SKIPPED").contains("late|x");
        List<String> numbers =
                seen.lines.stream().filter(line -> line.startsWith("a|")).toList();
        for (int i = 0; i < lines; i++) {
            assertThat(numbers.get(i)).isEqualTo("a|" + i);
        }
    }

    @Test
    void wakesUpBySignal() throws Exception {
        LogFollower follower = follow(0, "a");
        CompletableFuture<Void> running = run(follower);
        try (follower) {
            append("a", "1\n");
            follower.signal();
            await().until(() -> seen.lines.contains("a|1"));
            append("a", "2\n");
            await().until(() -> seen.lines.contains("a|2"));
            append("a", "last words");
            follower.stop();
            running.join();
            assertThat(seen.lines).containsExactly("a|1", "a|2", "a|last words");
        }
    }

    private static CompletableFuture<Void> run(LogFollower follower) {
        return CompletableFuture.runAsync(() -> {
            try {
                follower.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String lastLines(int count) throws IOException {
        seen.lines.clear();
        try (LogFollower follower = follow(count, "a")) {
            follower.drain();
            follower.flush();
        }
        return seen.text();
    }

    private LogFollower follow(int lastLines, String... members) throws IOException {
        return new LogFollower(logs, List.of(members), LogStartPosition.lastLines(lastLines), seen);
    }

    private void append(String name, String text) throws IOException {
        Path file = logs.resolve(name.contains(".log") ? name : name + ".log");
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private OutputStream open(String member) throws IOException {
        return Files.newOutputStream(
                logs.resolve(member + ".log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As the writer does: the oldest first. */
    private void rotate(String member) throws IOException {
        int oldest = 0;
        while (Files.exists(logs.resolve(member + ".log." + (oldest + 1)))) {
            oldest++;
        }
        for (int age = oldest; age >= 0; age--) {
            Path from = logs.resolve(member + ".log" + (age == 0 ? "" : "." + age));
            Files.move(from, logs.resolve(member + ".log." + (age + 1)), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static final class Recorder implements LogSink {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
            lines.add(member + "|" + new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void skipped(String member) {
            lines.add(member + "|SKIPPED");
        }

        String text() {
            return String.join(
                    " ",
                    lines.stream()
                            .map(line -> line.substring(line.indexOf('|') + 1))
                            .toList());
        }
    }
}
