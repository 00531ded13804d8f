package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's answer to one event.
 *
 * @param accepted always true: an event that is not accepted is answered by an error
 * @param outputEvents what came of it at once, each flat: {@code {"event_type": "A", "result": "ok"}}
 * @param duplicate true where the event's id had been seen: it was not processed again, so there is no output
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventsAnswer(
        boolean accepted,
        @JsonProperty("output_events") List<Map<String, Object>> outputEvents,
        @Nullable Boolean duplicate) {}
