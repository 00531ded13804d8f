package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseParserTest {

    private static List<String> outputs(String json) throws IOException {
        return BatchResponseParser.accepted(json.getBytes(UTF_8)).outputs().stream()
                .map(JsonSlice::toString)
                .toList();
    }

    @Test
    void findsTheOutputsOfEachEventAsTheyAreWritten() throws IOException {
        assertThat(outputs(
                        "{\"events_accepted\":4,\"duplicates\":1,\"outputs\":[[{\"a\":\"]\"},{\"b\":[1,[2]]}],[] , [ ],"
                                + "[{\"ü\":\"ä\"}]],\"processing_time_us\":7,\"other\":{\"outputs\":[]}}"))
                .containsExactly("{\"a\":\"]\"},{\"b\":[1,[2]]}", "", "", "{\"ü\":\"ä\"}");
        assertThat(outputs("{\"outputs\":[],\"events_accepted\":0}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"events_accepted\":1}",
                "{\"events_accepted\":1,\"outputs\":[]}",
                "{\"events_accepted\":1,\"outputs\":[{}]}",
                "{\"events_accepted\":\"1\",\"outputs\":[[]]}",
                "{\"events_accepted\":1,\"outputs\":[[]]",
            })
    void anythingElseIsNoAnswer(String json) {
        assertThatThrownBy(() -> outputs(json)).isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    }
}
