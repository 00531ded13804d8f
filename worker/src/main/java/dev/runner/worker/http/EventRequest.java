package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as a client sends it. */
public record EventRequest(
        @JsonProperty("event_type") String eventType,
        @Nullable Map<String, Object> fields,
        @JsonProperty("event_id") @Nullable String eventId) {}
