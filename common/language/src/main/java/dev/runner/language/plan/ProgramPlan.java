package dev.runner.language.plan;

import dev.runner.language.operator.StreamPlan;
import java.util.List;

/**
 * A compiled source.
 *
 * @param fingerprint equal for sources that differ only in comments and white space
 */
public record ProgramPlan(List<StreamPlan> streams, String fingerprint) {
    public ProgramPlan {
        streams = List.copyOf(streams);
    }
}
