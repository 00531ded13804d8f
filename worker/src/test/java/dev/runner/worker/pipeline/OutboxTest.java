package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.protocol.LinkTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V27")
class OutboxTest {

    private static final LinkTarget HERE = new LinkTarget("b", "id-1", "http://127.0.0.1:1");
    private static final LinkTarget THERE = new LinkTarget("b", "id-2", "http://127.0.0.1:2");

    private final Outbox outbox = new Outbox("me");

    private static Event event(long n) {
        return Event.ofOwned("A", new String[] {"n"}, new Object[] {n});
    }

    private void add(int from, int to) {
        for (int n = from; n <= to; n++) {
            outbox.add("b", event(n), 1);
        }
    }

    private static List<String> ids(@Nullable OutboxBatch delivery) {
        return delivery == null
                ? List.of()
                : delivery.events().stream().map(OutboxEntry::id).toList();
    }

    private OutboxBatch next() {
        OutboxBatch delivery = outbox.next("b");
        assertThat(delivery).isNotNull();
        return delivery;
    }

    @Test
    void numbersWhatItSendsForEachPlaceAlone() {
        outbox.aim(HERE);
        outbox.aim(new LinkTarget("c", "id-3", "http://127.0.0.1:3"));
        add(1, 2);
        outbox.add("c", event(3), 1);
        add(4, 4);

        assertThat(ids(outbox.next("b"))).containsExactly("@me:1", "@me:2", "@me:3");
        assertThat(ids(outbox.next("c"))).containsExactly("@me:1");
    }

    @Test
    void waitsWhileItsTargetRunsNowhere() {
        add(1, 1);
        assertThat(outbox.next("b")).isNull();
        outbox.aim(new LinkTarget("b", null, null));
        assertThat(outbox.next("b")).isNull();
        outbox.aim(HERE);
        assertThat(next().pipelineId()).isEqualTo("id-1");
    }

    @Test
    void sendsOneCallAtATimeAndRepeatsWhatWasNotAccepted() {
        outbox.aim(HERE);
        add(1, 3);
        OutboxBatch first = next();
        assertThat(outbox.next("b")).isNull();

        assertThat(outbox.accepted(first, 2)).isTrue();
        assertThat(outbox.size()).isEqualTo(1);
        assertThat(ids(next())).containsExactly("@me:3");
    }

    @Test
    void pausesLongerAfterEachFailure() {
        outbox.aim(HERE);
        add(1, 1);
        long[] pauses = new long[9];
        for (int i = 0; i < pauses.length; i++) {
            OutboxBatch delivery = next();
            pauses[i] = outbox.failed(delivery);
            assertThat(outbox.next("b")).as("during the pause").isNull();
            outbox.pauseOver(delivery);
        }
        assertThat(pauses).containsExactly(20, 40, 80, 160, 320, 640, 1000, 1000, 1000);
        outbox.accepted(next(), 1);
        add(2, 2);
        assertThat(outbox.failed(next())).isEqualTo(20);
    }

    @Test
    void goesElsewhereAtOnceWhenItsTargetHasMoved() {
        outbox.aim(HERE);
        add(1, 2);
        OutboxBatch lost = next();
        outbox.aim(THERE);

        OutboxBatch again = next();
        assertThat(again.pipelineId()).isEqualTo("id-2");
        assertThat(ids(again)).containsExactly("@me:1", "@me:2");
        assertThat(outbox.accepted(lost, 2))
                .as("an answer that nobody waits for")
                .isFalse();
        assertThat(outbox.failed(lost)).isNegative();
        assertThat(outbox.accepted(again, 2)).isTrue();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void sendsManyInOneCallButNotAll() {
        outbox.aim(HERE);
        add(1, OutboxPartition.MAX_BATCH_EVENTS + 1);
        assertThat(next().events()).hasSize(OutboxPartition.MAX_BATCH_EVENTS);
    }

    @Test
    void sendsFewInOneCallWhenTheyAreLarge() {
        outbox.aim(HERE);
        for (int i = 0; i < 3; i++) {
            outbox.add("b", Event.ofOwned("A", new String[] {"t"}, new Object[] {"x".repeat(600_000)}), 1);
        }
        assertThat(next().events()).hasSize(1);
    }

    @Test
    void isFullByNumberAndByWeightAndLaterForWhatRoutesBring() {
        add(1, Outbox.FULL - 1);
        assertThat(outbox.isFull(false)).isFalse();
        add(1, 1);
        assertThat(outbox.isFull(false)).isTrue();
        assertThat(outbox.isFull(true)).isFalse();

        Outbox heavy = new Outbox("heavy");
        heavy.add("b", Event.ofOwned("A", new String[] {"t"}, new Object[] {"x".repeat(8 << 20)}), 1);
        assertThat(heavy.isFull(false)).isTrue();
    }

    @Test
    void findsOutWhichOneIsNotWantedAndDropsIt() {
        outbox.aim(HERE);
        add(1, 3);
        assertThat(outbox.refused(next())).isFalse();
        OutboxBatch first = next();
        assertThat(ids(first)).containsExactly("@me:1");
        outbox.accepted(first, 1);

        assertThat(outbox.refused(next())).as("the second alone").isTrue();
        assertThat(ids(next())).containsExactly("@me:3");
    }

    @Test
    @Tag("P7")
    void movesWithItsIds() throws IOException {
        add(1, 2);
        outbox.add("c", event(9), 3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            outbox.write(out);
        }

        Outbox moved = new Outbox("successor");
        try (JsonParser in = JsonStreaming.parser(bytes.toByteArray())) {
            in.nextToken();
            moved.replace(Outbox.read(in));
        }
        moved.aim(HERE);
        moved.add("b", event(3), 1);

        assertThat(moved.size()).isEqualTo(4);
        OutboxBatch delivery = moved.next("b");
        assertThat(ids(delivery)).containsExactly("@me:1", "@me:2", "@successor:1");
        assertThat(delivery).isNotNull();
        assertThat(delivery.events().get(0).event()).isEqualTo(event(1));
    }

    @Test
    void neverGivesAnIdOutAgainWhenAnEarlierStateIsRestored() throws IOException {
        outbox.aim(HERE);
        add(1, 2);
        try (JsonParser in = JsonStreaming.parser("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            in.nextToken();
            outbox.replace(Outbox.read(in));
        }
        add(3, 3);
        assertThat(ids(next())).containsExactly("@me:3");
    }
}
