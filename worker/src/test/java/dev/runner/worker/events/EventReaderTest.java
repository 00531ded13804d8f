package dev.runner.worker.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.protocol.RequestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V44")
class EventReaderTest {

    private static EventBatch read(String json) throws IOException {
        EventBatch batch = new EventBatch();
        try (JsonParser in = JsonStreaming.parser(json.getBytes(UTF_8))) {
            in.nextToken();
            new EventReader().read(in, batch);
        }
        return batch;
    }

    private static Event event(String fields) throws IOException {
        return read("{\"event_type\":\"A\",\"fields\":" + fields + "}").event(0);
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        Event event = event(
                "{\"i\":7,\"d\":1.5,\"e\":1e3,\"s\":\"x\",\"t\":true,\"n\":null,\"l\":[1,[2.0]],\"o\":{\"k\":\"v\"}}");

        assertThat(event.get("i")).isEqualTo(7L);
        assertThat(event.get("d")).isEqualTo(1.5);
        assertThat(event.get("e")).isEqualTo(1000.0);
        assertThat(event.get("s")).isEqualTo("x");
        assertThat(event.get("t")).isEqualTo(true);
        assertThat(event.get("n")).isNull();
        assertThat(event.get("l")).isEqualTo(List.of(1L, List.of(2.0)));
        assertThat(event.get("o")).isEqualTo(Map.of("k", "v"));
        assertThat(event.size()).isEqualTo(8);
    }

    @Test
    void aWholeNumberBeyond64BitsIsADecimal() throws IOException {
        assertThat(event("{\"n\":" + Long.MIN_VALUE + "}").get("n")).isEqualTo(Long.MIN_VALUE);
        BigInteger beyond = BigInteger.ONE.shiftLeft(64);
        assertThat(event("{\"n\":" + beyond + "}").get("n")).isEqualTo(0x1p64);
    }

    @Test
    void fieldsIdAndUnknownKeysMayBeThereOrNot() throws IOException {
        EventBatch batch = read("{\"x\":{\"y\":[1]},\"event_id\":\"id\",\"hops\":2,\"event_type\":\"A\"}");

        assertThat(batch.event(0)).isEqualTo(Event.ofOwned("A", new String[0], new Object[0]));
        assertThat(batch.id(0)).isEqualTo("id");
        assertThat(batch.hops(0)).isEqualTo(2);
        assertThat(read("{\"event_type\":\"A\",\"fields\":null,\"event_id\":null}")
                        .id(0))
                .isNull();
    }

    @Test
    void aFieldThatComesTwiceHasItsLastValue() throws IOException {
        assertThat(event("{\"a\":1,\"b\":2,\"a\":3}"))
                .isEqualTo(Event.ofOwned("A", new String[] {"a", "b"}, new Object[] {3L, 2L}));
    }

    @Test
    void saysWhatIsWrong() {
        refuses("[]", "an event must be an object");
        refuses("{}", "event_type is required");
        refuses("{\"event_type\":1}", "event_type must be a text");
        refuses("{\"event_type\":\"\"}", "event_type must have 1 to 128 characters");
        refuses("{\"event_type\":\"" + "x".repeat(RequestLimits.NAME_LENGTH + 1) + "\"}", "but has 129");
        refuses("{\"event_type\":\"A\",\"event_id\":\"\"}", "event_id must have 1 to 128");
        refuses("{\"event_type\":\"A\",\"fields\":[]}", "fields must be an object");
        refuses("{\"event_type\":\"A\",\"fields\":{\"n\":1e999}}", "a number is too large");
        refuses("{\"event_type\":\"A\",\"hops\":\"1\"}", "hops must be a whole number");
    }

    @Test
    void hasALimitOfFieldsAndOfDepth() throws IOException {
        assertThat(event(fields(RequestLimits.FIELDS_PER_EVENT)).size()).isEqualTo(RequestLimits.FIELDS_PER_EVENT);
        refuses(
                "{\"event_type\":\"A\",\"fields\":" + fields(RequestLimits.FIELDS_PER_EVENT + 1) + "}",
                "at most 256 fields");

        assertThat(event("{\"l\":" + nested(RequestLimits.EVENT_DEPTH) + "}").size())
                .isEqualTo(1);
        refuses(
                "{\"event_type\":\"A\",\"fields\":{\"l\":" + nested(RequestLimits.EVENT_DEPTH + 1) + "}}",
                "must not be nested deeper than 16");
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"f" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static void refuses(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Event event = event("{\"i\":7,\"d\":2.0,\"s\":\"\\u20ac\\\"\",\"t\":false,\"n\":null,\"l\":[1,{\"k\":[]}]}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            out.writeStartObject();
            EventWriter.parts(out, event);
            out.writeEndObject();
        }
        assertThat(read(bytes.toString(UTF_8)).event(0)).isEqualTo(event);
    }

    @Test
    @Tag("P4")
    void outputsAreFlatAndHaveOnlyWhatJsonCanSay() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            EventWriter.flat(out, Event.ofOwned("A", new String[] {"event_type", "x", "y"}, new Object[] {
                "other", Double.NaN, java.time.Duration.ofSeconds(5)
            }));
        }
        assertThat(bytes.toString(UTF_8)).isEqualTo("{\"event_type\":\"A\",\"x\":null,\"y\":\"5s\"}");
    }

    @Test
    void namesExistOnce() throws IOException {
        String[] names = new String[2];
        for (int i = 0; i < 2; i++) {
            names[i] = event("{\"temperature\":1}").name(0);
        }
        assertThat(Arrays.asList(names).get(0)).isSameAs(names[1]);
    }
}
