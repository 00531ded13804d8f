package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of a group runs. */
public enum GroupStatus {
    /** Its pipelines are being deployed for the first time. */
    @JsonProperty("deploying")
    DEPLOYING,
    /** All of them run. */
    @JsonProperty("running")
    RUNNING,
    /** Some run; the coordinator goes on trying with the others. */
    @JsonProperty("partially_running")
    PARTIALLY_RUNNING,
    /** None runs; the coordinator goes on trying. */
    @JsonProperty("failed")
    FAILED,
    /** It was deleted. */
    @JsonProperty("torn_down")
    TORN_DOWN
}
