package dev.runner.cluster.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads timelines; lines that a crash or a full disk cut short are skipped. */
public final class TimelineReader {
    private static final JsonFactory JSON = new JsonFactory();

    private TimelineReader() {}

    /**
     * All whole events, in the order in which they were written.
     *
     * @throws IOException when the file cannot be read
     */
    public static List<TimelineEvent> read(Path file) throws IOException {
        List<TimelineEvent> events = new ArrayList<>();
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        text.lines().forEach(line -> parse(line).ifPresent(events::add));
        return events;
    }

    /**
     * Gives all whole events to a consumer, in the order in which they were written, without keeping them.
     *
     * @throws IOException when the file cannot be read
     */
    public static void each(Path file, Consumer<TimelineEvent> consumer) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                parse(line).ifPresent(consumer);
            }
        }
    }

    private static Optional<TimelineEvent> parse(String line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                fields.put(name, value(parser, parser.nextToken()));
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? event(fields) : Optional.empty();
        } catch (IOException e) {
            // A torn line: what it was meant to say is lost, the rest of the file is not.
            return Optional.empty();
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            default -> throw new IOException("an event holds single values only");
        };
    }

    private static Optional<TimelineEvent> event(Map<String, Object> fields) {
        Object at = fields.remove("at");
        Object event = fields.remove("event");
        Object member = fields.remove("member");
        if (!(at instanceof String instant) || !(event instanceof String name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TimelineEvent(
                    Instant.parse(instant), name, member instanceof String text ? text : null, fields));
        } catch (DateTimeException e) {
            // Not an event of ours, or a torn one.
            return Optional.empty();
        }
    }
}
