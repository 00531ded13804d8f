package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The number of pipelines whose state the coordinator has saved. */
public record HandoverResponse(@JsonProperty("handed_over") int handedOver) {}
