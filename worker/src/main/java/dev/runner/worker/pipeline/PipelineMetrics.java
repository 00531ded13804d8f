package dev.runner.worker.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a pipeline on this worker.
 *
 * @param group name of its group; null: deployed by hand
 * @param version grows with each change of its state
 * @param eventsProcessed moves along with the state; all others count on this worker only
 * @param events taken in
 * @param outputs of these
 * @param duplicates events whose id had been seen
 * @param failures events at which the program failed, which is an error in the language, not in the source
 * @param droppedHops outputs dropped after too many hops
 * @param undeliverable outputs that the target rejected
 * @param forgotten windows and aggregates that were discarded, because there were too many
 * @param droppedInside events inside the program that were dropped, because one event caused too many
 * @param outbox outputs that other pipelines have not taken yet
 * @param stateBytes bytes of windows, aggregates and outputs in a checkpoint, about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineMetrics(
        String id,
        String name,
        @Nullable String group,
        long version,
        @JsonProperty("events_processed") long eventsProcessed,
        long events,
        long outputs,
        long duplicates,
        long failures,
        @JsonProperty("dropped_hops") long droppedHops,
        long undeliverable,
        long forgotten,
        @JsonProperty("dropped_inside") long droppedInside,
        int outbox,
        @JsonProperty("state_bytes") long stateBytes) {}
