package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runner.worker.pipeline.PipelineMetrics;
import java.util.List;

/** The counters of this worker since it started. */
public record WorkerMetricsView(
        @JsonProperty("worker_id") String workerId,
        @JsonProperty("events_processed") long eventsProcessed,
        @JsonProperty("pipelines_running") int pipelinesRunning,
        @JsonProperty("max_pipelines") int maxPipelines,
        List<PipelineMetrics> pipelines) {}
