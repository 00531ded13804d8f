package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.Event;
import dev.runner.protocol.KeyPartitioner;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V27")
class OutputRouterTest {

    private final OutputRouter router = new OutputRouter();

    private static Link link(String pipeline, String pattern, @Nullable String key, int replicas) {
        List<LinkTarget> targets = IntStream.range(0, replicas)
                .mapToObj(i -> new LinkTarget(replicas == 1 ? pipeline : pipeline + "#" + i, null, null))
                .toList();
        return new Link(pipeline, List.of(pattern), key, targets);
    }

    private static Event event(String type, String name, Object value) {
        return Event.ofOwned(type, new String[] {name}, new Object[] {value});
    }

    @Test
    @Tag("V26")
    void theFirstLinkThatMatchesWins() {
        router.use(new Links(1L, List.of(link("a", "Alert*", null, 1), link("b", "*", null, 1))));

        assertThat(router.slot(event("AlertHigh", "x", 1L))).isEqualTo("a");
        assertThat(router.slot(event("Other", "x", 1L))).isEqualTo("b");
        router.use(new Links(2L, List.of(link("a", "Alert*", null, 1))));
        assertThat(router.slot(event("Other", "x", 1L))).isNull();
    }

    @Test
    @Tag("V29b")
    void replicasTakeTurnsOrAreChosenByTheKey() {
        router.use(new Links(1L, List.of(link("t", "T", null, 3), link("k", "K", "key", 3))));

        assertThat(List.of(1, 2, 3, 4))
                .extracting(n -> router.slot(event("T", "x", n)))
                .containsExactly("t#0", "t#1", "t#2", "t#0");
        for (long n = 0; n < 20; n++) {
            assertThat(router.slot(event("K", "key", n))).isEqualTo("k#" + KeyPartitioner.replica(n, 3));
            assertThat(router.slot(event("K", "key", (double) n))).isEqualTo("k#" + KeyPartitioner.replica(n, 3));
        }
    }
}
