package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A worker is to run a pipeline.
 *
 * @param name shown in lists and logs
 * @param source in the pipeline language
 * @param assignment null for a pipeline that somebody deployed on this worker by hand
 * @param links where its output events go; null for nowhere but the answer
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
        this.source = FieldValidation.required("source", source);
        this.assignment = assignment;
        this.links = links;
    }
}
