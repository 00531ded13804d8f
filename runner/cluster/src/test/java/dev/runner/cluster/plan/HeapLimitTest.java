package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("F23")
class HeapLimitTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        // available MiB, members, cap, expected
        "1000, 5, 512, 120",
        "16000, 5, 512, 512",
        "16000, 5, 2000, 1920",
        "4000, 255, 512, 24",
        "0, 1, 512, 24",
        "1000, 0, 700, 600",
    })
    void sharesSixTenthsOfTheMemory(long available, int members, int cap, int expected) {
        assertThat(HeapLimit.megabytes(available * MIB, members, cap)).isEqualTo(expected);
    }
}
