package dev.runner.language.plan;

import dev.runner.language.operator.StreamPlan;
import java.util.List;

/**
 * A source that can run.
 *
 * @param fingerprint the same for sources that differ in comments and white space only
 */
public record ProgramPlan(List<StreamPlan> streams, String fingerprint) {
    public ProgramPlan {
        streams = List.copyOf(streams);
    }
}
