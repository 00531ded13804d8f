package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * For whom a worker runs a pipeline: the place in a coordinator's group that it fills. At most one deployment in the
 * cluster is to fill a place; the one with the highest epoch is it.
 *
 * @param groupId the group's id, which is never used again
 * @param groupName for people: it is in logs and metrics
 * @param pipeline the pipeline's name, with its replica's number where it has replicas ({@code p#0})
 * @param epoch grows with every decision of the coordinator about this place
 */
public record Assignment(
        @JsonProperty("group_id") String groupId,
        @JsonProperty("group_name") String groupName,
        String pipeline,
        Long epoch) {

    public Assignment(
            @Nullable String groupId, @Nullable String groupName, @Nullable String pipeline, @Nullable Long epoch) {
        this.groupId = FieldValidation.requiredText("assignment.group_id", groupId);
        this.groupName = FieldValidation.requiredText("assignment.group_name", groupName);
        this.pipeline = FieldValidation.requiredText("assignment.pipeline", pipeline);
        this.epoch = FieldValidation.required("assignment.epoch", epoch);
        FieldValidation.notNegative("assignment.epoch", this.epoch);
    }
}
