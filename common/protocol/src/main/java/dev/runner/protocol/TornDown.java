package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The response to the deletion of a group with its pipelines. */
public record TornDown(@JsonProperty("torn_down") boolean tornDown) {}
