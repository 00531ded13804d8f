package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a worker's pipeline. */
public enum PipelineState {
    /** It processes events. */
    @JsonProperty("running")
    RUNNING,
    /** Its state was read for a move: it takes no events and fires no windows until it is resumed or removed. */
    @JsonProperty("frozen")
    FROZEN
}
