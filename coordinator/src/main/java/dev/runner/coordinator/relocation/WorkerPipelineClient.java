package dev.runner.coordinator.relocation;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineView;
import java.util.List;
import java.util.Optional;

/** What the coordinator tells workers about pipelines. Each call waits for the answer, or for its time-out. */
public interface WorkerPipelineClient {

    PipelineView deploy(RegisteredWorker worker, DeployRequest request) throws WorkerCallException;

    /** Gives a pipeline a state that {@link #checkpoint} has read. */
    void restore(RegisteredWorker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException;

    /** Reads a pipeline's state; empty when nothing has changed since the version named. */
    Optional<byte[]> checkpoint(RegisteredWorker worker, String pipelineId, CheckpointRequest request)
            throws WorkerCallException;

    /** Lets a frozen pipeline go on; one that is not frozen is left alone. */
    void resume(RegisteredWorker worker, String pipelineId, long epoch) throws WorkerCallException;

    void link(RegisteredWorker worker, String pipelineId, LinksRequest request) throws WorkerCallException;

    /** Removes a pipeline; one that is not there is no failure. */
    void delete(RegisteredWorker worker, String pipelineId) throws WorkerCallException;

    List<PipelineView> list(RegisteredWorker worker) throws WorkerCallException;
}
