package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runner.http.ApiException;
import dev.runner.protocol.KeyPartitioner;
import dev.runner.protocol.RequestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectRequestParserTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> KEY = List.of("key");

    private static InjectedEvent single(String json, List<String> keys) {
        return InjectRequestParser.single(json.getBytes(UTF_8), keys);
    }

    private static ApiException refusal(String json) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(ApiException.class, () -> single(json, List.of()));
    }

    private static ParsedEventBatch batch(String json) {
        return InjectRequestParser.batch(json.getBytes(UTF_8), KEY);
    }

    private static ParsedEventBatch lines(String json) {
        return InjectRequestParser.lines(json.getBytes(UTF_8), KEY);
    }

    private static InjectedEvent event(ParsedEventBatch batch, int index) {
        InjectedEvent event = batch.event(index);
        assertThat(event)
                .as(() -> "event " + index + ": " + batch.problem(index))
                .isNotNull();
        return java.util.Objects.requireNonNull(event);
    }

    @Test
    @Tag("V23")
    void findsWhatTheCoordinatorMustKnowAndLeavesTheRest() {
        InjectedEvent event = single(
                " {\"fields\" : { \"key\":1.50, \"v\" : [1, {\"a\":\"}\"}] } , \"event_id\":\"x\",\"event_type\":\"A\"} ",
                KEY);
        assertThat(event.type()).hasToString("A");
        assertThat(event.id()).isEqualTo("x");
        assertThat(event.fields()).hasToString("{ \"key\":1.50, \"v\" : [1, {\"a\":\"}\"}] }");
        assertThat(event.keys()).containsExactly(1.5);
    }

    @Test
    void fieldsAndIdMayBeLeftOutOrNull() {
        for (String json :
                List.of("{\"event_type\":\"A\"}", "{\"event_type\":\"A\",\"fields\":null,\"event_id\":null}")) {
            InjectedEvent event = single(json, KEY);
            assertThat(event.fields()).hasToString("{}");
            assertThat(event.id()).isNull();
            assertThat(event.keys()).containsExactly((Object) null);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | a JSON body is required",
                "{}                                              | event_type is required",
                "[]                                              | an event must be an object",
                "{\"event_type\":1}                              | event_type must be a text",
                "{\"event_type\":\"\"}                           | 1 to 128",
                "{\"event_type\":\"A\",\"fields\":[]}            | fields must be an object",
                "{\"event_type\":\"A\",\"event_id\":\"@s:1\"}    | must not begin with @",
                "{\"event_type\":\"A\",\"event_id\":\"\\ud83d\"} | half a surrogate pair",
                "{\"event_type\":\"\\udc00x\"}               | half a surrogate pair",
                "{\"event_type\":\"A\",\"event_id\":7}           | event_id must be a text",
                "{\"event_type\":\"A\"                           | not valid JSON at line 1",
                "{\"event_type\":\"A\"}x                         | not valid JSON at line 1",
                "{\"event_type\":\"A\"}{}                        | something after",
                "{\"event_type\":\"A\",\"fields\":{\"a\":1e999}} | too large",
                "{\"event_type\":\"A\",\"fields\":{\"a\":NaN}}   | not valid JSON",
            })
    @Tag("V43")
    void whatIsNoEventIsRefusedWithTheReason(String json, String reason) {
        assertThat(refusal(json)).hasMessageContaining(reason);
        assertThat(refusal(json).status()).isEqualTo(400);
    }

    @Test
    @Tag("V43")
    void limitsAreKeptAndNamed() {
        String name = "n".repeat(RequestLimits.NAME_LENGTH);
        assertThat(single("{\"event_type\":\"" + name + "\",\"event_id\":\"" + name + "\"}", KEY)
                        .id())
                .isEqualTo(name);
        assertThat(refusal("{\"event_type\":\"" + name + "n\"}")).hasMessageContaining("128");
        assertThat(refusal("{\"event_type\":\"A\",\"event_id\":\"" + name + "n\"}"))
                .hasMessageContaining("128");
        assertThat(single(withFields(RequestLimits.FIELDS_PER_EVENT), KEY)
                        .fields()
                        .isEmpty())
                .isFalse();
        assertThat(refusal(withFields(RequestLimits.FIELDS_PER_EVENT + 1))).hasMessageContaining("256");
        assertThat(single(nested(RequestLimits.EVENT_DEPTH), KEY).fields().isEmpty())
                .isFalse();
        assertThat(refusal(nested(RequestLimits.EVENT_DEPTH + 1))).hasMessageContaining("16");
        assertThat(refusal(nested(100_000)).status()).isEqualTo(400);
    }

    private static String withFields(int count) {
        return "{\"event_type\":\"A\",\"fields\":{"
                + IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\":" + i).collect(Collectors.joining(","))
                + "}}";
    }

    private static String nested(int depth) {
        return "{\"event_type\":\"A\",\"fields\":{\"key\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";
    }

    @Test
    void anotherEncodingIsRefused() {
        assertThatThrownBy(() -> InjectRequestParser.single(
                        "{\"event_type\":\"A\",\"fields\":{\"a\":1}}".getBytes(UTF_16), List.of()))
                .isInstanceOf(ApiException.class);
    }

    @Test
    @Tag("V23b")
    void aBatchKeepsTheOrderAndNotesWhatIsNoEvent() {
        ParsedEventBatch batch = batch(
                "{\"x\":[1],\"events\":[{\"event_type\":\"A\",\"fields\":{\"a\":1}},{\"fields\":{}},7,"
                        + "{\"event_type\":\"A\",\"fields\":{\"a\":[{},[{\"b\":1e999}]]}},{\"event_type\":\"B\",\"event_id\":\"i\"}],\"y\":{}}");
        assertThat(batch.size()).isEqualTo(5);
        assertThat(event(batch, 0).fields()).hasToString("{\"a\":1}");
        assertThat(batch.problem(1)).isEqualTo("event_type is required");
        assertThat(batch.problem(2)).isEqualTo("an event must be an object");
        assertThat(batch.problem(3)).contains("too large");
        assertThat(event(batch, 4).type()).hasToString("B");
        assertThat(event(batch, 4).fields()).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"events\":{}}",
                "{\"events\":[}",
                "{\"events\":[]",
                "{\"events\":[],\"events\":[]}"
            })
    @Tag("V23b")
    void aBodyThatIsNoBatchIsRefusedAsAWhole(String json) {
        assertThatThrownBy(() -> batch(json)).isInstanceOf(ApiException.class);
    }

    @Test
    @Tag("V23b")
    void ofLinesTheMalformedOnesAreNotedAndTheOthersGo() {
        ParsedEventBatch batch = lines("{\"event_type\":\"A\",\"fields\":{\"key\":\"ü\"}}\r\n\n  \nnonsense\n"
                + "{\"event_type\":\"B\"} {\"event_type\":\"C\"}\n{\"event_type\":\"D\"");
        assertThat(batch.size()).isEqualTo(4);
        assertThat(event(batch, 0).fields()).hasToString("{\"key\":\"ü\"}");
        assertThat(batch.problem(1)).startsWith("not valid JSON");
        assertThat(batch.problem(2)).contains("something after");
        assertThat(batch.problem(3)).startsWith("not valid JSON");
    }

    @Test
    @Tag("V43")
    void aBatchOfTooManyEventsIsRefused() {
        String line = "{\"event_type\":\"A\"}\n";
        assertThat(lines(line.repeat(RequestLimits.EVENTS_PER_BATCH)).size()).isEqualTo(RequestLimits.EVENTS_PER_BATCH);
        assertThatThrownBy(() -> lines(line.repeat(RequestLimits.EVENTS_PER_BATCH + 1)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("50000");
    }

    @Test
    @Tag("V23b")
    void whatIsSentOnIsWhatTheClientWrote() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            ArrayNode events = MAPPER.createArrayNode();
            for (int i = 0; i < 10; i++) {
                events.add(json.event("T" + random.nextInt(3)));
            }
            ObjectWriter writer = random.nextBoolean() ? MAPPER.writer() : MAPPER.writerWithDefaultPrettyPrinter();
            ObjectNode body = MAPPER.createObjectNode();
            body.set("events", events);
            compare(events, batch(writer.writeValueAsString(body)));
            StringBuilder lines = new StringBuilder();
            events.forEach(event -> lines.append(event).append('\n'));
            compare(events, lines(lines.toString()));
        }
    }

    private static void compare(ArrayNode events, ParsedEventBatch batch) throws IOException {
        List<InjectedEvent> scanned = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            scanned.add(event(batch, i));
        }
        Backlog backlog = new Backlog();
        backlog.add(new PendingBatch(scanned, 0));
        JsonNode sent = MAPPER.readTree(backlog.next(1000, 1 << 20)
                        .body("\"@s:".getBytes(UTF_8))
                        .toByteArray())
                .get("events");
        assertThat(sent).hasSize(events.size());
        for (int i = 0; i < events.size(); i++) {
            JsonNode given = events.get(i);
            assertThat(sent.get(i).get("event_type")).isEqualTo(given.get("event_type"));
            assertThat(sent.get(i).get("fields"))
                    .isEqualTo(given.has("fields") ? given.get("fields") : MAPPER.createObjectNode());
            if (given.has("event_id")) {
                assertThat(sent.get(i).get("event_id")).isEqualTo(given.get("event_id"));
            } else {
                assertThat(sent.get(i).get("event_id").asText()).startsWith("@s:");
            }
            JsonNode key = given.path("fields").path("key");
            assertThat(KeyPartitioner.replica(scanned.get(i).keys().get(0), 64))
                    .isEqualTo(KeyPartitioner.replica(asWorkersSee(key), 64));
        }
    }

    private static @Nullable Object asWorkersSee(JsonNode key) {
        if (key.isMissingNode() || key.isNull()) {
            return null;
        }
        Object value = MAPPER.convertValue(key, Object.class);
        return value instanceof Integer number ? (Object) (long) number : value;
    }

    @Test
    void anySpoiledBodyIsEitherReadOrRefused() {
        byte[] body =
                "{\"events\":[{\"event_type\":\"Aü\",\"fields\":{\"key\":[1.5e3,\"x\\u00e9\",null]}}]}".getBytes(UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] spoiled = spoil(body, random);
            try {
                ParsedEventBatch batch =
                        i % 2 == 0 ? InjectRequestParser.batch(spoiled, KEY) : InjectRequestParser.lines(spoiled, KEY);
                assertThat(batch.size()).isLessThan(20);
            } catch (ApiException e) {
                assertThat(e.status()).isEqualTo(400);
            }
        }
    }

    private static byte[] spoil(byte[] body, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(4) == 0 ? random.nextInt(body.length) : 0;
        int to = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
        out.write(body, 0, to);
        out.write(body, from, body.length - from);
        byte[] spoiled = out.toByteArray();
        for (int k = random.nextInt(4); k >= 0 && spoiled.length > 0; k--) {
            spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? spoiled : java.util.Arrays.copyOf(spoiled, Math.min(spoiled.length, body.length));
    }
}
