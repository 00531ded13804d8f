package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline of a group.
 *
 * @param name unique in its group
 * @param source in the pipeline language
 * @param workerAffinity the worker that is to run it while it is available; null: any
 * @param replicas how many run side by side; null: one, whose name has no number
 * @param partitionKey field by whose value the replica is chosen; null: in turn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineRequest(
        String name,
        String source,
        @JsonProperty("worker_affinity") @Nullable String workerAffinity,
        @Nullable Integer replicas,
        @JsonProperty("partition_key") @Nullable String partitionKey) {

    public PipelineRequest(
            @Nullable String name,
            @Nullable String source,
            @Nullable String workerAffinity,
            @Nullable Integer replicas,
            @Nullable String partitionKey) {
        this.name = PipelineNameRule.checked("pipelines[].name", name);
        this.source = FieldValidation.required("pipelines[].source", source);
        this.workerAffinity = workerAffinity;
        this.replicas = replicas;
        this.partitionKey = partitionKey;
        FieldValidation.requireMaxLength("the source of " + this.name, this.source, RequestLimits.SOURCE_LENGTH);
        if (replicas != null && (replicas < 1 || replicas > RequestLimits.REPLICAS)) {
            throw new IllegalArgumentException(
                    "replicas of " + this.name + " must be 1 to " + RequestLimits.REPLICAS + ", but is " + replicas);
        }
        if (partitionKey != null) {
            FieldValidation.name("partition_key of " + this.name, partitionKey);
        }
    }

    /** How many run side by side. */
    public int count() {
        return replicas == null ? 1 : replicas;
    }
}
