package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a worker's pipeline does. */
public enum PipelineState {
    /** It takes events. */
    @JsonProperty("running")
    RUNNING,
    /**
     * Its state was read for a move: it takes no events, and its windows do not fire, until it is resumed or removed.
     */
    @JsonProperty("frozen")
    FROZEN
}
