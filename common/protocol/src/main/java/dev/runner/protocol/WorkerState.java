package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the coordinator thinks of a worker. */
public enum WorkerState {
    /** It has registered, and is not yet given work. */
    @JsonProperty("registering")
    REGISTERING,
    /** It takes pipelines. */
    @JsonProperty("ready")
    READY,
    /** It lives, and is at its capacity. */
    @JsonProperty("busy")
    BUSY,
    /** Its heartbeats have stayed away. */
    @JsonProperty("unhealthy")
    UNHEALTHY,
    /** It lives, and is to have no pipelines. */
    @JsonProperty("draining")
    DRAINING
}
