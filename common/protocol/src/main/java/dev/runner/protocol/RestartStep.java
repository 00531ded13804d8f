package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The progress of one worker in a coordinated restart. */
public record RestartStep(@JsonProperty("worker_id") String workerId, State status) {

    /** The status of a worker. */
    public enum State {
        /** It has not been restarted yet. */
        @JsonProperty("pending")
        PENDING,
        /** It was told to restart and has not registered again yet. */
        @JsonProperty("restarting")
        RESTARTING,
        /** It has registered again and is ready. */
        @JsonProperty("restarted")
        RESTARTED,
        /** The request to restart failed, or it did not come back in time. */
        @JsonProperty("failed")
        FAILED
    }
}
