package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where one worker is in a coordinated restart. */
public record RestartStep(@JsonProperty("worker_id") String workerId, State status) {

    /** The steps that a worker goes through, or does not reach. */
    public enum State {
        /** Its turn has not come. */
        @JsonProperty("pending")
        PENDING,
        /** It was told to restart, and has not registered anew. */
        @JsonProperty("restarting")
        RESTARTING,
        /** It has registered anew and is ready. */
        @JsonProperty("restarted")
        RESTARTED,
        /** It could not be told to, or did not come back in time. */
        @JsonProperty("failed")
        FAILED
    }
}
