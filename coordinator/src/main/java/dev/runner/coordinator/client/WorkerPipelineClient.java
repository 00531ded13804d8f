package dev.runner.coordinator.client;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineView;
import java.util.List;
import java.util.Optional;

/** Calls a worker about its pipelines. Each call blocks until the worker has answered, or until its time-out. */
public interface WorkerPipelineClient {

    PipelineView deploy(RegisteredWorker worker, DeployRequest request) throws WorkerCallException;

    /** Replaces the state of a pipeline by one that {@link #checkpoint} has read. */
    void restore(RegisteredWorker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException;

    /** Reads the state of a pipeline; empty when it has not changed since the version in the request. */
    Optional<byte[]> checkpoint(RegisteredWorker worker, String pipelineId, CheckpointRequest request)
            throws WorkerCallException;

    /** Lets a frozen pipeline go on; does nothing to one that is not frozen. */
    void resume(RegisteredWorker worker, String pipelineId, long epoch) throws WorkerCallException;

    void link(RegisteredWorker worker, String pipelineId, LinksRequest request) throws WorkerCallException;

    /** Deletes a pipeline; succeeds also when there is none. */
    void delete(RegisteredWorker worker, String pipelineId) throws WorkerCallException;

    /**
     * Reads the last state of a deployment of an earlier process, which the worker keeps.
     *
     * @throws WorkerCallException of kind {@code UNKNOWN} when it has none, {@code DECLINED} when it is damaged
     */
    byte[] keptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException;

    /** Has a kept state removed; succeeds also when there is none. */
    void forgetKeptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException;

    List<PipelineView> list(RegisteredWorker worker) throws WorkerCallException;
}
