package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** What a pipeline remembers. Sent to /restore as it is, another deployment remembers the same. */
public record CheckpointResponse(
        @JsonProperty("pipeline_id") String pipelineId,
        long version,
        @JsonProperty("events_processed") long eventsProcessed,
        Map<String, Object> checkpoint) {}
