package dev.runner.worker.kept;

import dev.runner.protocol.PipelineView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The last states of deployments of this worker that no coordinator took when their process ended. Thread-safe. */
public interface KeptStates {

    /** What is kept: the deployments as they were at their end. */
    List<PipelineView> all();

    /**
     * Keeps a state durably; it replaces one of an older deployment for the same place.
     *
     * @param deployment as it was at its end, with the place that it filled
     * @param checkpoint as the pipeline wrote it
     * @throws IOException with a message for the user, when it cannot be written
     */
    void keep(PipelineView deployment, byte[] checkpoint) throws IOException;

    /**
     * Reads a state.
     *
     * @return empty when none of this deployment is kept
     * @throws IOException with a message for the user, when it is damaged or cannot be read
     */
    Optional<byte[]> read(String pipelineId) throws IOException;

    /**
     * Removes a state, if it is there.
     *
     * @throws IOException with a message for the user, when it cannot be removed
     */
    void forget(String pipelineId) throws IOException;
}
