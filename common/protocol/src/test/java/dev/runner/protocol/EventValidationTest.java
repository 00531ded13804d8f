package dev.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V43")
class EventValidationTest {

    @Test
    void limitsTheLengthOfNames() {
        assertThat(EventValidation.name("event_id", "x")).isNull();
        assertThat(EventValidation.name("event_id", "x".repeat(RequestLimits.NAME_LENGTH)))
                .isNull();
        assertThat(EventValidation.name("event_id", null)).isEqualTo("event_id must be a text");
        assertThat(EventValidation.name("event_id", "")).isEqualTo("event_id must have 1 to 128 characters, but has 0");
        assertThat(EventValidation.name("event_type", "x".repeat(RequestLimits.NAME_LENGTH + 1)))
                .isEqualTo("event_type must have 1 to 128 characters, but has 129");
    }

    @Test
    void limitsTheNumberOfFields() {
        assertThat(EventValidation.fields(RequestLimits.FIELDS_PER_EVENT)).isNull();
        assertThat(EventValidation.fields(RequestLimits.FIELDS_PER_EVENT + 1))
                .isEqualTo("an event must have at most 256 fields");
    }
}
