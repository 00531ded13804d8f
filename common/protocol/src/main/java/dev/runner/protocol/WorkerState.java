package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a worker, as the coordinator sees it. */
public enum WorkerState {
    /** It has registered and does not get pipelines yet. */
    @JsonProperty("registering")
    REGISTERING,
    /** It accepts pipelines. */
    @JsonProperty("ready")
    READY,
    /** It is alive and at its capacity. */
    @JsonProperty("busy")
    BUSY,
    /** Its heartbeats are missing. */
    @JsonProperty("unhealthy")
    UNHEALTHY,
    /** It is alive and gets no pipelines. */
    @JsonProperty("draining")
    DRAINING
}
