package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A worker's sign of life.
 *
 * @param eventsProcessed since this incarnation started
 * @param pipelinesRunning the current number
 */
public record HeartbeatRequest(
        @JsonProperty("events_processed") Long eventsProcessed,
        @JsonProperty("pipelines_running") Integer pipelinesRunning) {

    /**
     * The header with the token of the worker's registration. A heartbeat without it counts only when the worker itself
     * answers the coordinator.
     */
    public static final String TOKEN_HEADER = "x-heartbeat-token";

    public HeartbeatRequest(@Nullable Long eventsProcessed, @Nullable Integer pipelinesRunning) {
        this.eventsProcessed = FieldValidation.required("events_processed", eventsProcessed);
        this.pipelinesRunning = FieldValidation.required("pipelines_running", pipelinesRunning);
        FieldValidation.notNegative("events_processed", this.eventsProcessed);
        FieldValidation.notNegative("pipelines_running", this.pipelinesRunning);
    }
}
