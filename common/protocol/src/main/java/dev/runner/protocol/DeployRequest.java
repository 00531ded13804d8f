package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Asks a worker to run a pipeline.
 *
 * @param name for lists and logs
 * @param source in the pipeline language
 * @param assignment null for a pipeline that a user deployed directly on this worker
 * @param links where its output events go; null for the response only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeployRequest(
        String name,
        String source,
        @Nullable Assignment assignment,
        @Nullable Links links) {

    public DeployRequest(
            @Nullable String name, @Nullable String source, @Nullable Assignment assignment, @Nullable Links links) {
        this.name = FieldValidation.requiredText("name", name);
        this.source = FieldValidation.wellFormed("source", FieldValidation.required("source", source));
        this.assignment = assignment;
        this.links = links;
    }
}
