package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The capacity of a worker.
 *
 * @param cpuCores the processors available to its JVM
 * @param pipelinesRunning the number of pipelines that it is running
 * @param maxPipelines the number of pipelines at which it is busy and gets no more
 */
public record Capacity(
        @JsonProperty("cpu_cores") Integer cpuCores,
        @JsonProperty("pipelines_running") Integer pipelinesRunning,
        @JsonProperty("max_pipelines") Integer maxPipelines) {

    public Capacity(@Nullable Integer cpuCores, @Nullable Integer pipelinesRunning, @Nullable Integer maxPipelines) {
        this.cpuCores = FieldValidation.required("capacity.cpu_cores", cpuCores);
        this.pipelinesRunning = FieldValidation.required("capacity.pipelines_running", pipelinesRunning);
        this.maxPipelines = FieldValidation.required("capacity.max_pipelines", maxPipelines);
        FieldValidation.notNegative("capacity.cpu_cores", this.cpuCores);
        FieldValidation.notNegative("capacity.pipelines_running", this.pipelinesRunning);
        FieldValidation.notNegative("capacity.max_pipelines", this.maxPipelines);
    }
}
