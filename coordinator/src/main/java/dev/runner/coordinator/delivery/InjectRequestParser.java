package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
import dev.runner.protocol.RequestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Parses the request bodies of inject. The results refer to the array, which must not change. */
public final class InjectRequestParser {

    private InjectRequestParser() {}

    /** Something that reads tokens. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * Parses one event, with nothing after it.
     *
     * @param keys names of the fields whose values are needed
     * @throws ApiException 400 with the problem
     */
    public static InjectedEvent single(byte[] body, List<String> keys) {
        return reading(() -> {
            try (JsonParser in = JsonStreaming.parser(body)) {
                return whole(in, body, keys);
            }
        });
    }

    private static InjectedEvent whole(JsonParser in, byte[] body, List<String> keys) throws IOException {
        if (in.nextToken() == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        EventScanner scanner = new EventScanner(body, keys);
        InjectedEvent event = scanner.scan(in, 0);
        requireEnd(in);
        if (event == null) {
            throw ApiException.badRequest(String.valueOf(scanner.problem()));
        }
        return event;
    }

    /**
     * Parses {@code {"events": [...]}}. An invalid event is recorded in the result; a body that is not JSON is refused
     * as a whole.
     *
     * @throws ApiException 400
     */
    public static ParsedEventBatch batch(byte[] body, List<String> keys) {
        return reading(() -> {
            try (JsonParser in = JsonStreaming.parser(body)) {
                return batch(in, new EventScanner(body, keys));
            }
        });
    }

    private static ParsedEventBatch batch(JsonParser in, EventScanner scanner) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw ApiException.badRequest("the body must be {\"events\": [...]}");
        }
        ParsedEventBatch batch = new ParsedEventBatch();
        boolean found = false;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean isEvents = in.currentName().equals("events");
            in.nextToken();
            if (isEvents && !found) {
                found = true;
                events(in, scanner, batch);
            } else if (isEvents) {
                throw ApiException.badRequest("events is there twice");
            } else {
                in.skipChildren();
            }
        }
        requireEnd(in);
        if (!found) {
            throw ApiException.badRequest("events is required (JSON lines are sent as application/x-ndjson)");
        }
        return batch;
    }

    private static void events(JsonParser in, EventScanner scanner, ParsedEventBatch batch) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw ApiException.badRequest("events must be a list");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(batch);
            batch.add(scanner.scan(in, 0), scanner.problem());
        }
    }

    /**
     * Parses one event per line. An invalid line is recorded in the result; a blank one is skipped.
     *
     * @throws ApiException 400 when there are too many
     */
    public static ParsedEventBatch lines(byte[] body, List<String> keys) {
        ParsedEventBatch batch = new ParsedEventBatch();
        EventScanner scanner = new EventScanner(body, keys);
        int begin = 0;
        while (begin < body.length) {
            int end = begin;
            boolean blank = true;
            while (end < body.length && body[end] != '\n') {
                blank &= body[end] == ' ' || body[end] == '\t' || body[end] == '\r';
                end++;
            }
            if (!blank) {
                requireRoom(batch);
                line(body, begin, end, scanner, batch);
            }
            begin = end + 1;
        }
        return batch;
    }

    private static void line(byte[] body, int begin, int end, EventScanner scanner, ParsedEventBatch batch) {
        try (JsonParser in = JsonStreaming.parser(body, begin, end)) {
            in.nextToken();
            InjectedEvent event = scanner.scan(in, begin);
            requireEnd(in);
            batch.add(event, scanner.problem());
        } catch (JsonProcessingException e) {
            batch.add(null, JsonStreaming.refusal(e));
        } catch (IllegalArgumentException e) {
            batch.add(null, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no other I/O in an array
        }
    }

    private static void requireRoom(ParsedEventBatch batch) {
        if (batch.size() == RequestLimits.EVENTS_PER_BATCH) {
            throw ApiException.badRequest("a batch must have at most " + RequestLimits.EVENTS_PER_BATCH + " events");
        }
    }

    private static void requireEnd(JsonParser in) throws IOException {
        if (in.nextToken() != null) {
            throw new IllegalArgumentException("there is something after the JSON value");
        }
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(JsonStreaming.refusal(e));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no other I/O in an array
        }
    }
}
