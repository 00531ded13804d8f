package dev.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypePatternTest {

    @ParameterizedTest
    @CsvSource({
        "EventA, EventA, true",
        "EventA, EventAB, false",
        "EventA, Event, false",
        "Event*, EventA, true",
        "Event*, Event, true",
        "Event*, Even, false",
        "*, Anything, true",
        "A*B, AxB, false",
        "A*B, A*B, true",
    })
    @Tag("V26")
    void matchesExactlyOrByItsBeginning(String pattern, String eventType, boolean expected) {
        assertThat(EventTypePattern.matchesAny(List.of("none", pattern), eventType))
                .isEqualTo(expected);
    }
}
