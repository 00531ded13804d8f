package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's response to one event.
 *
 * @param accepted always true: an event that is not accepted gets an error response
 * @param outputEvents the immediate outputs, each a flat object: {@code {"event_type": "A", "result": "ok"}}
 * @param duplicate whether the event's id was seen before; it is not processed again then, so there is no output
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventsAnswer(
        boolean accepted,
        @JsonProperty("output_events") List<Map<String, Object>> outputEvents,
        @Nullable Boolean duplicate) {}
