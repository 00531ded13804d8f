package dev.runner.cluster.timeline;

import dev.runner.util.FileFailure;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The record of a cluster, {@code events.jsonl}: one JSON object a line, appended and handed to the system event by
 * event, so that what happened before a crash is there after it. A disk that is full must not take the cluster down:
 * the first event that cannot be written is reported, later ones are counted, and writing goes on when there is room.
 */
public final class Timeline implements AutoCloseable {
    private static final Set<String> RESERVED = Set.of("at", "event", "member");

    private final OutputStream out;
    private final InstantSource clock;
    private final Consumer<IOException> onFirstFailure;
    private boolean torn;
    private long lost;
    private long second;
    private String cachedSecondText = "";

    private Timeline(OutputStream out, boolean torn, InstantSource clock, Consumer<IOException> onFirstFailure) {
        this.out = out;
        this.torn = torn;
        this.clock = clock;
        this.onFirstFailure = onFirstFailure;
    }

    /**
     * Opens a timeline to append to; what an earlier run wrote stays.
     *
     * @param onFirstFailure told once, from within {@link #record}
     * @throws UncheckedIOException when the file cannot be opened at all
     */
    public static Timeline open(Path file, InstantSource clock, Consumer<IOException> onFirstFailure) {
        try {
            // Not a channel: an interrupt of the writing thread would close that.
            return new Timeline(new FileOutputStream(file.toFile(), true), endsTorn(file), clock, onFirstFailure);
        } catch (IOException e) {
            throw new UncheckedIOException("the timeline " + file + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    /**
     * Records an event now. Never throws for the file's sake.
     *
     * @param member null for an event of the cluster itself
     * @param fields strings, numbers and truth values; null values and the names at, event and member are left out,
     *     and anything else is written as its text
     */
    public synchronized void record(String event, @Nullable String member, Map<String, ?> fields) {
        try {
            if (torn) {
                out.write('\n');
            }
            out.write(line(clock.instant(), event, member, fields));
            torn = false;
        } catch (IOException e) {
            torn = true;
            lost++;
            if (lost == 1) {
                onFirstFailure.accept(e);
            }
        }
    }

    /** How many events could not be written. */
    public synchronized long lost() {
        return lost;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the timeline cannot be closed", e);
        }
    }

    private byte[] line(Instant at, String event, @Nullable String member, Map<String, ?> fields) {
        JsonLineBuilder line = new JsonLineBuilder().text("at", time(at)).text("event", event);
        if (member != null) {
            line.text("member", member);
        }
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            if (field.getValue() != null && !RESERVED.contains(field.getKey())) {
                line.value(field.getKey(), field.getValue());
            }
        }
        return line.bytes();
    }

    /**
     * With milliseconds, and without a formatter, which takes milliseconds to be made. Most events happen in the same
     * second as the one before.
     */
    private String time(Instant at) {
        if (at.getEpochSecond() != second || cachedSecondText.isEmpty()) {
            second = at.getEpochSecond();
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
            cachedSecondText = time.toLocalDate() + "T" + two(time.getHour()) + ":" + two(time.getMinute()) + ":"
                    + two(time.getSecond());
        }
        int millis = at.getNano() / 1_000_000;
        return cachedSecondText + "." + millis / 100 + two(millis % 100) + "Z";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** Whether a run that was killed left half a line. */
    private static boolean endsTorn(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            content.seek(content.length() - 1);
            return content.read() != '\n';
        }
    }
}
