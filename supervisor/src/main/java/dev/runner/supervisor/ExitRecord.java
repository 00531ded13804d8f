package dev.runner.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The end of one run of a member.
 *
 * @param ranFor from the start of the process to its end
 * @param lastLines the last lines it wrote, oldest first, at most 20
 */
public record ExitRecord(ExitStatus status, Instant at, Duration ranFor, List<String> lastLines) {
    public ExitRecord {
        lastLines = List.copyOf(lastLines);
    }
}
