package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** One event of an {@link ExchangeRequest}. */
public record ExchangeEvent(
        @JsonProperty("event_id") String eventId,
        @JsonProperty("event_type") String eventType,
        Map<String, Object> fields,
        int hops) {}
