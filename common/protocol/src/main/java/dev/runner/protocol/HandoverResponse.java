package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many pipelines' states the coordinator now holds. */
public record HandoverResponse(@JsonProperty("handed_over") int handedOver) {}
