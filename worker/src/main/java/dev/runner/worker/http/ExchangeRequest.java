package dev.runner.worker.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Outputs of a pipeline of another worker. */
public record ExchangeRequest(@JsonProperty("pipeline_id") String pipelineId, List<ExchangeEvent> events) {}
