package dev.runner.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runner.http.ErrorBody;
import dev.runner.http.Status;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.HeartbeatResponse;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.RestartRound;
import dev.runner.protocol.RestartStep;
import dev.runner.protocol.WorkerList;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

    private static final ObjectMapper ORACLE = new ObjectMapper();

    static Stream<Record> records() {
        Capacity capacity = new Capacity(2, 0, 100);
        WorkerView view = new WorkerView("w0", "http://127.0.0.1:1", WorkerState.BUSY, 2, 2, List.of("p", "q#0"));
        RestartStep step = new RestartStep("w0", RestartStep.State.PENDING);
        return Stream.of(
                new RegisterRequest("w0", "http://127.0.0.1:1", "k", capacity, 29000),
                new RegisterRequest("w0", "http://127.0.0.1:1", null, capacity, null),
                RegisterResponse.registered("w0", Duration.ofSeconds(5), null, null),
                RegisterResponse.registered("w0", Duration.ofSeconds(10), "exchange", "token"),
                RegisterResponse.registered("w0", Duration.ofMillis(250), null, null),
                new HeartbeatRequest(5_000_000_000L, 1),
                new HeartbeatResponse(true),
                WorkerList.of(List.of(view, view)),
                new RestartRound(RestartRound.State.FAILED, List.of(step), "why \"so\"\n\u00e4"),
                new RestartRound(RestartRound.State.NONE, List.of(), null),
                new Deleted(true),
                new ErrorBody("e", "c"),
                new Status("ok"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void writesWhatTheAnnotationsSayAndReadsItBack(Record record) throws Exception {
        byte[] written = JsonRecords.write(record);

        assertThat(ORACLE.readTree(written)).isEqualTo(ORACLE.readTree(ORACLE.writeValueAsBytes(record)));
        assertThat(JsonRecords.read(written, record.getClass())).isEqualTo(record);
        assertThat(ORACLE.readValue(written, record.getClass())).isEqualTo(record);
    }

    @Test
    @Tag("V8")
    void writesAWholeNumberOfSecondsWithoutDecimals() {
        assertThat(new String(
                        JsonRecords.write(RegisterResponse.registered("worker-0", Duration.ofSeconds(5), null, null)),
                        UTF_8))
                .isEqualTo("{\"worker_id\":\"worker-0\",\"status\":\"registered\",\"heartbeat_interval_secs\":5}");
    }

    /** What scripts read. */
    public record Report(
            int exitCode,
            @Nullable Instant endedAt,
            @Nullable String lastLine) implements VerbatimRecord {}

    @Test
    void writesAllFieldsOfAVerbatimRecordUnderTheirOwnNames() {
        Report report = new Report(55, Instant.parse("2026-01-01T10:00:00.120Z"), null);
        String json = "{\"exitCode\":55,\"endedAt\":\"2026-01-01T10:00:00.120Z\",\"lastLine\":null}";

        assertThat(JsonRecords.text(report)).isEqualTo(json);
        assertThat(JsonRecords.text(JsonRecords.fields(report))).isEqualTo(json);
        assertThat(JsonRecords.read(json, Report.class)).isEqualTo(report);
        assertThat(JsonRecords.read("{\"exitCode\":55}", Report.class)).isEqualTo(new Report(55, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"today\"", "7", "true", "{}"})
    void refusesWhatIsNoInstant(String value) {
        assertThatThrownBy(() -> JsonRecords.read("{\"endedAt\":" + value + "}", Report.class))
                .hasMessage("endedAt must be an instant such as 2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @Tag("V43")
    @ValueSource(strings = {"\ud83d", "\udc00", "a\ud83d\ud83d\ude00", "\u00e4\u20ac\uffff\ud800\u0000"})
    void halfASurrogatePairIsWrittenAsAnEscapeAndReadBack(String text) {
        byte[] written = JsonRecords.write(List.of(text, text.repeat(9_000)));

        assertThat(new String(written, UTF_8).getBytes(UTF_8)).as("it is UTF-8").isEqualTo(written);
        assertThat(JsonRecords.read(written, Object.class)).isEqualTo(List.of(text, text.repeat(9_000)));
    }

    @ParameterizedTest
    @Tag("V43")
    @ValueSource(strings = {"\0\0\0{}", "{\0}\0", "\0{\0}", "[\0\0\0]"})
    void aBodyIsUtf8WhateverItsFirstBytesAre(String body) {
        assertThatThrownBy(() -> JsonRecords.read(body.getBytes(UTF_8), Object.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not valid JSON");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        HeartbeatRequest read = JsonRecords.read(
                "{\"new\":{\"a\":[1,{}]},\"events_processed\":1,\"pipelines_running\":2}".getBytes(UTF_8),
                HeartbeatRequest.class);

        assertThat(read).isEqualTo(new HeartbeatRequest(1L, 2));
    }

    @ParameterizedTest
    @Tag("V43")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                    | worker_id is required
            {"worker_id":"w","address":"u"}                       | capacity is required
            {"worker_id":"w","address":"u","capacity":{}}         | capacity.cpu_cores is required
            {"worker_id":7}                                       | worker_id must be a text
            {"worker_id":"../w"}                                  | worker_id must be at most 128 letters
            {"worker_id":"w","address":"u","capacity":[]}         | capacity must be an object
            {"capacity":{"cpu_cores":1.5}}                        | capacity.cpu_cores must be a whole number
            {"capacity":{"cpu_cores":99999999999}}                | capacity.cpu_cores must be a whole number that is not so large
            {"exchange_port":"1"}                                 | exchange_port must be a whole number
            {"pipelines":[{"id":"a","name":"b"},{"id":7}]}        | pipelines[1].id must be a text
            {"pipelines":[{"id":"a","status":"gone"}]}            | pipelines[0].status must be one of running, frozen
            {"pipelines":[{"id":"a"},[]]}                         | pipelines[1] must be an object
            {"pipelines":[null]}                                  | pipelines[0] must be other than null
            []                                                    | the body must be an object
            null                                                  | the body must not be null
            {"worker_id"                                          | not valid JSON at line 1
            ``                                                    | a JSON body is required
            """)
    void saysWhichFieldIsWrong(String json, String message) {
        assertThatThrownBy(() -> JsonRecords.read(json.getBytes(UTF_8), RegisterRequest.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"levels", "digits", "name"})
    void saysThatALimitWasPassedWhereTheJsonIsValid(String limit) {
        String json = switch (limit) {
            case "levels" -> "{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}";
            case "digits" -> "{\"capacity\":" + "1".repeat(1001) + "}";
            default -> "{\"" + "n".repeat(50_001) + "\":1}";
        };

        assertThatThrownBy(() -> JsonRecords.read(json.getBytes(UTF_8), RegisterRequest.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the JSON is beyond a limit: at most 200 levels, 1000 digits in a number,"
                        + " 50000 characters in a name and 20000000 in a text");
    }

    @Test
    void keepsWholeNumbersOf64Bits() {
        HeartbeatRequest beat = new HeartbeatRequest(Long.MAX_VALUE, 1);

        assertThat(JsonRecords.read(JsonRecords.write(beat), HeartbeatRequest.class))
                .isEqualTo(beat);
        assertThat(JsonRecords.read(JsonRecords.write(Long.MIN_VALUE), Object.class))
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void refusesWhatFollowsTheValue() {
        assertThatThrownBy(() -> JsonRecords.read("{\"deleted\":true} {}".getBytes(UTF_8), Deleted.class))
                .hasMessage("there is something after the JSON value");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "{\"x\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> JsonRecords.read(deep.getBytes(UTF_8), RegisterRequest.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A variable of the environment may hold bytes that are no text. */
    @Test
    void halfASurrogatePairIsWrittenAndReadAsItIs() throws Exception {
        ErrorBody odd = new ErrorBody("a\"\uDCFF\uD83D\uDE00\u00e4\n\uDC80", "c");

        byte[] json = JsonRecords.write(odd);

        assertThat(new String(json, UTF_8)).contains("\\udcff", "\u00e4");
        assertThat(ORACLE.readTree(json).get("error").asText()).isEqualTo(odd.error());
    }
}
