package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.Worker;
import dev.runner.coordinator.relocation.WorkerCallException;
import dev.runner.coordinator.relocation.WorkerCallException.Kind;
import dev.runner.coordinator.relocation.WorkerPipelines;
import dev.runner.http.Answer;
import dev.runner.http.CallFailedException;
import dev.runner.http.MemberClient;
import dev.runner.http.json.Json;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.EpochRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineList;
import dev.runner.protocol.PipelineView;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls a worker's API (V44) at the address and with the key that it registered with. */
public final class HttpWorkerPipelines implements WorkerPipelines {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PIPELINES = "/api/v1/pipelines";

    private final MemberClient client;

    public HttpWorkerPipelines(MemberClient client) {
        this.client = client;
    }

    @Override
    public PipelineView deploy(Worker worker, DeployRequest request) throws WorkerCallException {
        return read(call(worker, "POST", "", Json.write(request)), worker, PipelineView.class);
    }

    @Override
    public void restore(Worker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException {
        call(worker, "POST", "/" + pipelineId + "/restore", checkpoint);
    }

    @Override
    public Optional<byte[]> checkpoint(Worker worker, String pipelineId, CheckpointRequest request)
            throws WorkerCallException {
        Answer answer = call(worker, "POST", "/" + pipelineId + "/checkpoint", Json.write(request));
        return answer.status() == 204 ? Optional.empty() : Optional.of(answer.bytes());
    }

    @Override
    public void resume(Worker worker, String pipelineId, long epoch) throws WorkerCallException {
        call(worker, "POST", "/" + pipelineId + "/resume", Json.write(new EpochRequest(epoch)));
    }

    @Override
    public void link(Worker worker, String pipelineId, LinksRequest request) throws WorkerCallException {
        call(worker, "PUT", "/" + pipelineId + "/links", Json.write(request));
    }

    @Override
    public void delete(Worker worker, String pipelineId) throws WorkerCallException {
        try {
            call(worker, "DELETE", "/" + pipelineId, null);
        } catch (WorkerCallException e) {
            if (e.kind() != Kind.UNKNOWN) {
                throw e;
            }
        }
    }

    @Override
    public List<PipelineView> list(Worker worker) throws WorkerCallException {
        return read(call(worker, "GET", "", null), worker, PipelineList.class).pipelines();
    }

    private static <T> T read(Answer answer, Worker worker, Class<T> type) throws WorkerCallException {
        try {
            return answer.body(type);
        } catch (IllegalArgumentException e) {
            throw new WorkerCallException(
                    Kind.SILENT, worker.id() + " answered something that is not understood: " + e.getMessage());
        }
    }

    private Answer call(Worker worker, String method, String path, byte @Nullable [] body) throws WorkerCallException {
        URI uri = URI.create(worker.address() + PIPELINES + path);
        Answer answer;
        try {
            answer = client.send(
                            method,
                            uri,
                            MemberClient.keyHeader(worker.registered().key()),
                            body,
                            MemberClient.JSON,
                            TIMEOUT)
                    .get();
        } catch (ExecutionException e) {
            boolean refused = e.getCause() instanceof CallFailedException failed && failed.refused();
            throw new WorkerCallException(refused ? Kind.REFUSED : Kind.SILENT, worker.id() + ": " + message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerCallException(Kind.SILENT, "interrupted while calling " + uri);
        }
        if (!answer.isSuccess()) {
            throw new WorkerCallException(kind(answer), worker.id() + " answered " + answer.problem());
        }
        return answer;
    }

    private static Kind kind(Answer answer) {
        boolean isUnknown =
                answer.code().equals("pipeline_not_found") || answer.code().equals("stale_epoch");
        return isUnknown ? Kind.UNKNOWN : answer.status() >= 500 ? Kind.SILENT : Kind.DECLINED;
    }

    private static String message(ExecutionException e) {
        return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
    }
}
