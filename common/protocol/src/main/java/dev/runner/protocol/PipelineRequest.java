package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline of a group.
 *
 * @param name unique in its group
 * @param source in the pipeline language
 * @param workerAffinity the worker that runs it while available; null for any
 * @param replicas the number of parallel replicas; null for one, whose name has no number
 * @param partitionKey the field whose value chooses the replica; null for round robin
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
        this.source = FieldValidation.wellFormed(
                "pipelines[].source", FieldValidation.required("pipelines[].source", source));
        this.workerAffinity = FieldValidation.optionalLine("pipelines[].worker_affinity", workerAffinity);
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

    /** The number of parallel replicas. */
    public int count() {
        return replicas == null ? 1 : replicas;
    }
}
