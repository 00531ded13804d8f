package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica runs at present. If the last two are null, it runs nowhere, and events for it wait.
 *
 * @param pipeline its name, e.g. {@code p#0}
 * @param pipelineId of the deployment
 * @param url of the worker's exchange, e.g. {@code http://127.100.2.1:29000}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinkTarget(
        String pipeline,
        @JsonProperty("pipeline_id") @Nullable String pipelineId,
        @Nullable String url) {

    public LinkTarget(@Nullable String pipeline, @Nullable String pipelineId, @Nullable String url) {
        this.pipeline = FieldValidation.requiredText("links.replicas.pipeline", pipeline);
        this.pipelineId = pipelineId;
        this.url = url;
    }
}
