package dev.runner.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All pipelines of a worker, the oldest first. */
public record PipelineList(List<PipelineView> pipelines, int total) {

    public PipelineList(@Nullable List<PipelineView> pipelines, int total) {
        this.pipelines = List.copyOf(FieldValidation.required("pipelines", pipelines));
        this.total = total;
    }

    public static PipelineList of(List<PipelineView> pipelines) {
        return new PipelineList(pipelines, pipelines.size());
    }
}
