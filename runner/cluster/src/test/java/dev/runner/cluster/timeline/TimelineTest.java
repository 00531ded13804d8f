package dev.runner.cluster.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R13")
class TimelineTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<IOException> failures = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void writesOneJsonObjectPerLine() throws IOException {
        Path file = directory.resolve("events.jsonl");
        try (Timeline timeline = open(file)) {
            timeline.record("member-exited", "zk-0", Map.of("code", 55));
            assertThat(Files.readString(file))
                    .isEqualTo(
                            "{\"at\":\"2026-01-02T03:04:05.000Z\",\"event\":\"member-exited\",\"member\":\"zk-0\",\"code\":55}\n");
            timeline.record(
                    "cluster-ready",
                    null,
                    Map.of("why", "all \"ready\"\nü", "fast", true, "seconds", 1.5, "at", "never"));
        }
        assertThat(TimelineReader.read(file))
                .containsExactly(
                        new TimelineEvent(NOW, "member-exited", "zk-0", Map.of("code", 55L)),
                        new TimelineEvent(
                                NOW,
                                "cluster-ready",
                                null,
                                Map.of("why", "all \"ready\"\nü", "fast", true, "seconds", 1.5)));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void everyCharacterAndEveryNumberComesBack() throws IOException {
        Path file = directory.resolve("events.jsonl");
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x200; c++) {
            all.append(c);
        }
        all.append("\u2028\uffff\ud83d\ude00\\\"/");
        try (Timeline timeline = open(file)) {
            timeline.record("event", "m", Map.of("text", all.toString(), all.toString(), 1));
            timeline.record("event", "m", Map.of("a", -1, "b", Long.MAX_VALUE, "c", false, "d", 1e-300));
            timeline.record("event", "m", Map.of("a", Double.NaN, "b", List.of(1)));
        }
        assertThat(TimelineReader.read(file))
                .extracting(TimelineEvent::fields)
                .containsExactly(
                        Map.of("text", all.toString(), all.toString(), 1L),
                        Map.of("a", -1L, "b", Long.MAX_VALUE, "c", false, "d", 1e-300),
                        Map.of("a", "NaN", "b", "[1]"));
        assertThat(Files.readString(file).lines()).hasSize(3);
    }

    @Test
    void timesHaveMillisecondsWhateverTheyAre() throws IOException {
        Path file = directory.resolve("events.jsonl");
        List<String> times = List.of(
                "2026-01-02T03:04:05.000Z",
                "2026-01-02T03:04:05.007Z",
                "2026-12-31T23:59:00.089Z",
                "2027-01-01T00:00:00.999Z",
                "2026-12-31T23:59:59.120Z");
        Iterator<String> clock = times.iterator();
        try (Timeline timeline = Timeline.open(file, () -> Instant.parse(clock.next()), failures::add)) {
            times.forEach(time -> timeline.record("event", null, Map.of()));
        }
        assertThat(Files.readAllLines(file))
                .containsExactlyElementsOf(times.stream()
                        .map(time -> "{\"at\":\"" + time + "\",\"event\":\"event\"}")
                        .toList());
    }

    @Test
    void goesOnAfterALineThatWasCutShort() throws IOException {
        Path file = directory.resolve("events.jsonl");
        try (Timeline timeline = open(file)) {
            timeline.record("one", null, Map.of());
        }
        Files.writeString(file, "{\"at\":\"2026-01-02T03:04:05.000Z\",\"eve", StandardOpenOption.APPEND);
        assertThat(TimelineReader.read(file)).extracting(TimelineEvent::event).containsExactly("one");
        try (Timeline timeline = open(file)) {
            timeline.record("two", null, Map.of());
        }
        assertThat(TimelineReader.read(file)).extracting(TimelineEvent::event).containsExactly("one", "two");
    }

    @Test
    void skipsWhatIsNoEvent() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x"),
                "[]\n{}\n\nnull\n{\"at\":\"soon\",\"event\":\"x\"}\n{\"at\":\"2026-01-02T03:04:05Z\",\"event\":\"x\",\"a\":[1]}\n");
        assertThat(TimelineReader.read(file)).isEmpty();
    }

    @Test
    void survivesAFullDisk() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (Timeline timeline = open(full)) {
            for (int i = 0; i < 3; i++) {
                timeline.record("event", null, Map.of());
            }
            assertThat(timeline.lost()).isEqualTo(3);
        }
        assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("No space left"));
    }

    @Test
    void keepsTheEventsOfManyThreadsApart() throws Exception {
        Path file = directory.resolve("events.jsonl");
        try (Timeline timeline = open(file)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int event = 0; event < 500; event++) {
                        timeline.record("event", "m", Map.of("text", "x".repeat(event)));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(TimelineReader.read(file)).hasSize(2000);
    }

    @Test
    void saysWhenItCannotBeOpened() {
        assertThatThrownBy(() -> open(directory.resolve("no/such/file"))).hasMessageContaining("cannot be written");
    }

    private Timeline open(Path file) {
        return Timeline.open(file, InstantSource.fixed(NOW), failures::add);
    }
}
