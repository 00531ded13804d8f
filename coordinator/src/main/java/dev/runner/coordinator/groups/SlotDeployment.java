package dev.runner.coordinator.groups;

/**
 * A deployment of a pipeline that fills a slot.
 *
 * @param instance id of the worker's process, see {@code RegisterRequest}: its successor does not run this deployment
 * @param pipelineId id of the deployment, never used again
 * @param epoch of the decision that created it
 */
public record SlotDeployment(String workerId, String instance, String pipelineId, Long epoch) {

    /** The same deployment, in the process that registered with this instance id. */
    public SlotDeployment inInstance(String registered) {
        return new SlotDeployment(workerId, registered, pipelineId, epoch);
    }
}
