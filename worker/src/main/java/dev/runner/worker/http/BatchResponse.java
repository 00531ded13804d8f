package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch. Of the two lists of outputs there is one, which depends on the request. Outputs are
 * left out where one event has too many of them for an answer.
 */
public record BatchResponse(
        @JsonProperty("events_accepted") int eventsAccepted,
        int duplicates,
        @JsonProperty("output_events") @Nullable List<Map<String, Object>> outputEvents,
        @Nullable List<List<Map<String, Object>>> outputs,
        @JsonProperty("outputs_omitted") @Nullable Integer outputsOmitted,
        @JsonProperty("processing_time_us") long processingTimeUs) {}
