package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A group is gone, and its pipelines with it. */
public record TornDown(@JsonProperty("torn_down") boolean tornDown) {}
