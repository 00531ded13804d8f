package dev.runner.worker.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has done on this worker.
 *
 * @param group name of its group; null for one that was deployed by hand
 * @param version grows with each change of what it remembers
 * @param eventsProcessed moved along with its state; all others count on this worker alone
 * @param events taken in
 * @param outputs that came of them
 * @param duplicates events whose id had been seen
 * @param failures events at which the program failed, which is a mistake in the language, not in the source
 * @param droppedHops outputs that had been carried on too often
 * @param undeliverable outputs that the target refused for what they are
 * @param forgotten windows and aggregates that were given up, because there were too many
 * @param droppedInside events inside the program that were not processed, because one caused too many
 * @param outbox outputs that other pipelines have not yet taken
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
        int outbox) {}
