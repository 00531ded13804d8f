package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.runner.http.json.JsonStreaming;
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
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            seen.write(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SeenIds read(String json) throws IOException {
        try (JsonParser in = JsonStreaming.parser(json.getBytes(StandardCharsets.UTF_8))) {
            in.nextToken();
            return SeenIds.read(in);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsASetOfAllIdsWould(long seed) throws IOException {
        Random random = new Random(seed);
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
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
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
        for (int i = 1; i <= 1_000_000; i++) {
            assertThat(seen.add("@k3f9:" + i)).isTrue();
        }
        assertThat(seen.add("@k3f9:1")).isFalse();
        assertThat(json(seen)).isEqualTo("{\"sources\":{\"k3f9\":[1,1000000]},\"hashes\":\"\"}");
    }

    @Test
    void forgetsTheOldestOfClientsOwnIds() {
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
        for (int i = 0; i <= RecentIds.MOST; i++) {
            assertThat(seen.add("id-" + i)).isTrue();
        }
        assertThat(seen.add("id-1")).isFalse();
        assertThat(seen.add("id-0")).as("the oldest").isTrue();
    }

    @Test
    void forgetsTheSourceThatWasHeardOfLongestAgo() {
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
        for (int i = 0; i < SeenIds.MAX_SOURCES; i++) {
            seen.add("@s" + i + ":1");
        }
        assertThat(seen.add("@s0:1")).isFalse();
        seen.add("@one-more:1");

        assertThat(seen.add("@s0:1")).as("heard of just now").isFalse();
        assertThat(seen.add("@s1:1")).as("heard of longest ago").isTrue();
    }

    @Test
    void forgetsTheLowestNumbersOfASourceThatLeavesGapsWithoutEnd() {
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
        for (int i = 0; i <= SequenceRanges.MOST; i++) {
            seen.add("@s:" + (2 * i + 2));
        }
        assertThat(seen.add("@s:" + (2 * SequenceRanges.MOST + 2))).isFalse();
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
            "{\"hashes\":[1]}",
            "{\"hashes\":\"AAAA\"}",
            "{\"sources\":{\"a\":[1,5,5,6]}}"
        }) {
            assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void allPipelinesTogetherKeepNoMoreIdsThanThereIsRoomFor() throws IOException {
        IdBudget budget = new IdBudget(10_000);
        SeenIds first = new SeenIds(budget);
        SeenIds second = new SeenIds(budget);
        for (int i = 0; i < 20_000; i++) {
            first.add("first-" + i);
            second.add("second-" + i);
        }
        int kept = kept(first) + kept(second);
        assertThat(kept).isBetween(2 * RecentIds.LEAST, 10_000 + 2 * RecentIds.LEAST);
        assertThat(second.add("second-19999")).as("the newest").isFalse();

        first.release();
        assertThat(budget.take(10_000 - (kept(second) - RecentIds.LEAST))).isTrue();
    }

    private static int kept(SeenIds seen) throws IOException {
        String json = json(seen);
        int from = json.indexOf("hashes") + 9;
        return java.util.Base64.getDecoder().decode(json.substring(from, json.length() - 2)).length / Long.BYTES;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void remembersExactlyTheNewestIds(long seed) {
        Random random = new Random(seed);
        RecentIds recent = new RecentIds(new IdBudget(0));
        java.util.LinkedHashSet<String> oracle = new java.util.LinkedHashSet<>();
        for (int i = 0; i < 50_000; i++) {
            String id = Integer.toString(random.nextInt(3_000));
            assertThat(recent.add(id)).as(id).isEqualTo(oracle.add(id));
            if (oracle.size() > RecentIds.LEAST) {
                oracle.remove(oracle.iterator().next());
            }
        }
    }
}
