package dev.runner.cluster.plan;

import java.time.Duration;
import java.util.List;

/**
 * A command that is run in a member's place, beside the member.
 *
 * @param command an absolute program and its arguments
 * @param timeout until it is killed
 */
public record PlannedHook(List<String> command, Duration timeout) {
    public PlannedHook {
        command = List.copyOf(command);
    }
}
