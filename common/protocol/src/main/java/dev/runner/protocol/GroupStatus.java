package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The status of a group. */
public enum GroupStatus {
    /** Its pipelines are being deployed for the first time. */
    @JsonProperty("deploying")
    DEPLOYING,
    /** All of its pipelines are running. */
    @JsonProperty("running")
    RUNNING,
    /** Some pipelines are running; the coordinator keeps trying to place the others. */
    @JsonProperty("partially_running")
    PARTIALLY_RUNNING,
    /** No pipeline is running; the coordinator keeps trying to place them. */
    @JsonProperty("failed")
    FAILED,
    /** It was deleted. */
    @JsonProperty("torn_down")
    TORN_DOWN
}
