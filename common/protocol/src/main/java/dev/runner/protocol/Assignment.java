package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The slot in a coordinator's group that a deployment fills. At most one deployment in the cluster may fill a slot: the
 * one with the highest epoch.
 *
 * @param groupId the group's id, which is never reused
 * @param groupName for people, in logs and metrics
 * @param pipeline the pipeline's name, with its replica's number where it has replicas ({@code p#0})
 * @param epoch increases with every decision of the coordinator about this slot
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
