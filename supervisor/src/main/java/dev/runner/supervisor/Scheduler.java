package dev.runner.supervisor;

import java.time.Duration;
import java.time.Instant;

/** Time, as the supervisor sees it; tests have one that they advance. */
public interface Scheduler {
    /** The time now. It never goes backwards. */
    Instant now();

    /** Runs the task after the delay, on a thread of the scheduler's. A delay that is over runs at once. */
    void after(Duration delay, Runnable task);
}
