package dev.runner.member.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00:00.123Z",
                "2026-11-21T23:59:59.000Z",
                "2026-02-03T04:05:06.007Z",
                "1970-01-01T00:00:00.000Z"
            })
    void writesTheTimeOfDayInUtcWithMilliseconds(String time) {
        StringBuilder line = new StringBuilder();

        LogLine.appendTime(line, Instant.parse(time).toEpochMilli());

        assertThat(line).hasToString(time);
    }
}
