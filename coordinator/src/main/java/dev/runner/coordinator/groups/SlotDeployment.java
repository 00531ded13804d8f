package dev.runner.coordinator.groups;

/**
 * What runs in a slot.
 *
 * @param instance of the worker's process, see {@code RegisterRequest}: its successor runs nothing of it
 * @param pipelineId of the deployment, never used again
 * @param epoch of the decision that led to it
 */
public record SlotDeployment(String workerId, String instance, String pipelineId, Long epoch) {

    /** The same deployment, in the process that has registered under this name. */
    public SlotDeployment in(String registered) {
        return new SlotDeployment(workerId, registered, pipelineId, epoch);
    }
}
