package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorReserveTest {

    @ParameterizedTest
    @CsvSource({"20, 8", "256, 32", "1024, 128", "1048576, 128"})
    void keepsAnEighthWithinBounds(long limit, long kept) {
        assertThat(DescriptorReserve.kept(limit)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"256, 100, 10", "256, 212, 1", "256, 213, 0", "256, 256, 0", "64, 44, 1", "1048576, 60, 87365"})
    void noStartTakesWhatIsKept(long limit, long taken, long starts) {
        assertThat(DescriptorReserve.starts(limit, taken)).isEqualTo(starts);
    }
}
