package dev.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyPartitionerTest {

    @Test
    @Tag("V29b")
    void allFormsOfAWholeNumberAreOneKey() {
        LongStream.rangeClosed(-100, 100)
                .forEach(
                        n -> assertThat(KeyPartitioner.replica((double) n, 7)).isEqualTo(KeyPartitioner.replica(n, 7)));
        assertThat(KeyPartitioner.replica(-0.0, 7)).isEqualTo(KeyPartitioner.replica(0L, 7));
    }

    @Test
    @Tag("V29b")
    void distributesSimilarKeysEvenly() {
        for (int replicas : new int[] {2, 3, 4, 16}) {
            int n = replicas;
            int[] share = new int[n];
            IntStream.range(0, 1000 * n).forEach(i -> share[KeyPartitioner.replica("sensor-" + i, n)]++);
            IntStream.range(0, 1000 * n).forEach(i -> share[KeyPartitioner.replica((long) i, n)]++);
            assertThat(share)
                    .satisfies(counts -> IntStream.of(counts)
                            .forEach(count -> assertThat(count).isBetween(1600, 2400)));
        }
    }

    @Test
    @Tag("V29b")
    void unusualValuesHaveAReplicaToo() {
        for (Object value : new Object[] {null, true, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, ""}) {
            assertThat(KeyPartitioner.replica(value, 3)).isBetween(0, 2);
        }
    }
}
