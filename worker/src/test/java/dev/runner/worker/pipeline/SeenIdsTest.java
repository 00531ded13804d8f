package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.runner.worker.events.EventJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V27")
class SeenIdsTest {

    private static String json(SeenIds seen) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = EventJson.generator(bytes)) {
            seen.write(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SeenIds read(String json) throws IOException {
        try (JsonParser in = EventJson.parser(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            in.nextToken();
            return SeenIds.read(in);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsASetOfAllIdsWould(long seed) throws IOException {
        Random random = new Random(seed);
        SeenIds seen = new SeenIds();
        Set<String> oracle = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String id = anyId(random, i);
            assertThat(seen.add(id)).as(id).isEqualTo(oracle.add(id));
            if (i % 5_000 == 4_999) {
                seen = read(json(seen)); // as it does when the pipeline moves
            }
        }
    }

    /** Mostly the next number, sometimes one nearby, of a few sources, and ids that only look like it. */
    private static String anyId(Random random, int step) {
        String source = "@s" + random.nextInt(4);
        int kind = random.nextInt(20);
        if (kind == 0) {
            return "client-" + random.nextInt(500);
        }
        if (kind == 1) {
            return source + ":0" + random.nextInt(50);
        }
        if (kind == 2) {
            return source + ":x";
        }
        return source + ":" + Math.max(0, kind < 12 ? step / 8 : step / 8 + random.nextInt(200) - 100);
    }

    @Test
    void keepsASequenceAsOneRangeHoweverLongItIs() throws IOException {
        SeenIds seen = new SeenIds();
        for (int i = 1; i <= 1_000_000; i++) {
            assertThat(seen.add("@k3f9:" + i)).isTrue();
        }
        assertThat(seen.add("@k3f9:1")).isFalse();
        assertThat(json(seen)).isEqualTo("{\"sources\":{\"k3f9\":[1,1000000]},\"ids\":[]}");
    }

    @Test
    void forgetsTheOldestOfClientsOwnIds() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i <= SeenIds.MOST_OTHERS; i++) {
            assertThat(seen.add("id-" + i)).isTrue();
        }
        assertThat(seen.add("id-1")).isFalse();
        assertThat(seen.add("id-0")).as("the oldest").isTrue();
    }

    @Test
    void forgetsTheSourceThatWasHeardOfLongestAgo() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i < SeenIds.MOST_SOURCES; i++) {
            seen.add("@s" + i + ":1");
        }
        assertThat(seen.add("@s0:1")).isFalse();
        seen.add("@one-more:1");

        assertThat(seen.add("@s0:1")).as("heard of just now").isFalse();
        assertThat(seen.add("@s1:1")).as("heard of longest ago").isTrue();
    }

    @Test
    void forgetsTheLowestNumbersOfASourceThatLeavesGapsWithoutEnd() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i <= Ranges.MOST; i++) {
            seen.add("@s:" + (2 * i + 2));
        }
        assertThat(seen.add("@s:" + (2 * Ranges.MOST + 2))).isFalse();
        assertThat(seen.add("@s:2")).isTrue();
        assertThat(seen.add("@s:2")).isFalse();
    }

    @Test
    void refusesWhatIsNoSetOfIds() {
        for (String json : new String[] {
            "[]",
            "{\"sources\":[]}",
            "{\"sources\":{\"a\":[2,1]}}",
            "{\"sources\":{\"a\":[1]}}",
            "{\"ids\":[1]}",
            "{\"sources\":{\"a\":[1,5,5,6]}}"
        }) {
            assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
