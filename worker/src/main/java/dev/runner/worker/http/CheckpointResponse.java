package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The state of a pipeline. Sent to /restore unchanged, it gives another deployment the same state. */
public record CheckpointResponse(
        @JsonProperty("pipeline_id") String pipelineId,
        long version,
        @JsonProperty("events_processed") long eventsProcessed,
        Map<String, Object> checkpoint) {}
