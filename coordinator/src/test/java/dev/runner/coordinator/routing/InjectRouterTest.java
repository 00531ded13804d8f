package dev.runner.coordinator.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.protocol.KeyPartitioner;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectRouterTest {

    private static InjectRouter.Target<String> single(String pipeline) {
        return new InjectRouter.Target<>(pipeline, null, List.of(pipeline));
    }

    private static InjectRouter.Target<String> replicated(String pipeline, String key, int replicas) {
        return new InjectRouter.Target<>(
                pipeline,
                key,
                IntStream.range(0, replicas).mapToObj(i -> pipeline + "#" + i).toList());
    }

    private static InjectRouter.Route route(String to, String... types) {
        return new InjectRouter.Route(List.of(types), to);
    }

    @ParameterizedTest
    @CsvSource({
        "EventA, a", // exact
        "EventB, b", // the second type of a route
        "EventAB, c", // a beginning, as no exact one matches
        "Sensor, c",
        "SensorReading, c",
        "Temperature, first", // nothing matches
        "eventa, first",
    })
    @Tag("V25")
    @Tag("V26")
    void theFirstRouteThatMatchesWinsAndElseTheFirstPipeline(String type, String pipeline) {
        InjectRouter<String> router = new InjectRouter<>(
                List.of(single("first"), single("a"), single("b"), single("c")),
                List.of(route("a", "EventA"), route("b", "EventA", "EventB"), route("c", "Sensor*", "Event*")));
        assertThat(router.choose(type, List.of())).isEqualTo(pipeline);
    }

    @Test
    @Tag("V26")
    void aStarTakesAllThatIsLeft() {
        InjectRouter<String> router =
                new InjectRouter<>(List.of(single("a"), single("b")), List.of(route("a", "X"), route("b", "*")));
        assertThat(router.choose("X", List.of())).isEqualTo("a");
        assertThat(router.choose("anything", List.of())).isEqualTo("b");
    }

    @Test
    @Tag("V29b")
    void withoutAKeyReplicasTakeTurnsPerPipeline() {
        InjectRouter<String> router = new InjectRouter<>(
                List.of(new InjectRouter.Target<>("p", null, List.of("p#0", "p#1", "p#2")), replicated("q", "", 2)),
                List.of(route("p", "P")));
        assertThat(Stream.generate(() -> router.choose("P", List.of(""))).limit(6))
                .containsExactly("p#0", "p#1", "p#2", "p#0", "p#1", "p#2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "sensor-17", ""})
    @Tag("V29b")
    void theSameKeyReachesTheSameReplicaAsEverywhereInTheCluster(String value) {
        InjectRouter<String> router = new InjectRouter<>(List.of(replicated("p", "id", 4)), List.of());
        assertThat(router.keys()).containsExactly("id");
        String expected = "p#" + KeyPartitioner.replica(value, 4);
        assertThat(router.choose("X", List.of(value))).isEqualTo(expected);
        assertThat(router.choose("Y", List.of(value))).isEqualTo(expected);
    }

    @Test
    @Tag("V29b")
    void anEventWithoutTheKeyHasAReplicaToo() {
        InjectRouter<String> router = new InjectRouter<>(List.of(replicated("p", "id", 4)), List.of());
        assertThat(router.choose("X", Collections.singletonList(null)))
                .isEqualTo("p#" + KeyPartitioner.replica(null, 4));
    }

    @Test
    @Tag("V29b")
    void eachPipelineUsesItsOwnKey() {
        InjectRouter<String> router = new InjectRouter<>(
                List.of(replicated("p", "id", 4), single("s"), replicated("q", "name", 4)), List.of(route("q", "Q")));
        assertThat(router.keys()).containsExactly("id", "name");
        assertThat(router.choose("Q", List.of(1L, "n"))).isEqualTo("q#" + KeyPartitioner.replica("n", 4));
        assertThat(router.choose("P", List.of(1L, "n"))).isEqualTo("p#" + KeyPartitioner.replica(1L, 4));
    }

    @Test
    void aRouteToNowhereIsRefused() {
        assertThatThrownBy(() -> new InjectRouter<>(List.of(single("a")), List.of(route("b", "*"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b");
    }
}
