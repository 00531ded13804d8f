package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.protocol.Assignment;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Identifies a deployment.
 *
 * @param worker id of its worker
 * @param id never used again
 * @param assignment the place that it fills; null: deployed by hand
 */
record DeploymentIdentity(
        String worker,
        String id,
        String name,
        String source,
        @Nullable Assignment assignment) {

    /** The name within its group. */
    String pipeline() {
        return assignment == null ? name : assignment.pipeline();
    }

    @Nullable String group() {
        return assignment == null ? null : assignment.groupName();
    }

    /**
     * Checks that this deployment is meant. One that was deployed by hand has epoch 0.
     *
     * @throws ApiException 409 when another one is meant
     */
    void requireEpoch(long epoch) {
        long own = assignment == null ? 0 : assignment.epoch();
        if (epoch != own) {
            throw new ApiException(
                    409, "stale_epoch", "pipeline " + id + " has epoch " + own + ", but " + epoch + " was meant");
        }
    }

    /** With what the log's reader may look for. */
    LoggingEventBuilder told(LoggingEventBuilder line) {
        LoggingEventBuilder said = assignment == null
                ? line.addKeyValue("pipeline", name)
                : line.addKeyValue("group", assignment.groupName())
                        .addKeyValue("pipeline", assignment.pipeline())
                        .addKeyValue("epoch", assignment.epoch());
        return said.addKeyValue("id", id).addKeyValue("worker", worker);
    }
}
