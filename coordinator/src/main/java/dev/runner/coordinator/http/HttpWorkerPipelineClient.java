package dev.runner.coordinator.http;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerCallException.Kind;
import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.http.CallFailedException;
import dev.runner.http.ServiceHttpClient;
import dev.runner.http.ServiceResponse;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.EpochRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineList;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RequestHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls a worker's API (V44) at the address and with the key that it registered with. */
public final class HttpWorkerPipelineClient implements WorkerPipelineClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PIPELINES = "/api/v1/pipelines";
    private static final String KEPT = "/api/v1/kept-states/";

    private final ServiceHttpClient client;

    public HttpWorkerPipelineClient(ServiceHttpClient client) {
        this.client = client;
    }

    @Override
    public PipelineView deploy(RegisteredWorker worker, DeployRequest request) throws WorkerCallException {
        return read(call(worker, "POST", "", JsonRecords.write(request)), worker, PipelineView.class);
    }

    @Override
    public void restore(RegisteredWorker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException {
        call(worker, "POST", "/" + pipelineId + "/restore", checkpoint);
    }

    @Override
    public Optional<byte[]> checkpoint(RegisteredWorker worker, String pipelineId, CheckpointRequest request)
            throws WorkerCallException {
        ServiceResponse answer = call(worker, "POST", "/" + pipelineId + "/checkpoint", JsonRecords.write(request));
        return answer.status() == 204 ? Optional.empty() : Optional.of(answer.bytes());
    }

    @Override
    public void resume(RegisteredWorker worker, String pipelineId, long epoch) throws WorkerCallException {
        call(worker, "POST", "/" + pipelineId + "/resume", JsonRecords.write(new EpochRequest(epoch)));
    }

    @Override
    public void link(RegisteredWorker worker, String pipelineId, LinksRequest request) throws WorkerCallException {
        call(worker, "PUT", "/" + pipelineId + "/links", JsonRecords.write(request));
    }

    @Override
    public void delete(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        try {
            call(worker, "DELETE", "/" + pipelineId, null);
        } catch (WorkerCallException e) {
            if (e.kind() != Kind.UNKNOWN) {
                throw e;
            }
        }
    }

    @Override
    public byte[] keptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        return callAt(worker, "GET", KEPT + pipelineId, null).bytes();
    }

    @Override
    public void forgetKeptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        callAt(worker, "DELETE", KEPT + pipelineId, null);
    }

    @Override
    public List<PipelineView> list(RegisteredWorker worker) throws WorkerCallException {
        return read(call(worker, "GET", "", null), worker, PipelineList.class).pipelines();
    }

    private static <T> T read(ServiceResponse answer, RegisteredWorker worker, Class<T> type)
            throws WorkerCallException {
        try {
            return answer.body(type);
        } catch (IllegalArgumentException e) {
            throw new WorkerCallException(
                    Kind.SILENT, worker.id() + " answered something that is not understood: " + e.getMessage());
        }
    }

    private ServiceResponse call(RegisteredWorker worker, String method, String path, byte @Nullable [] body)
            throws WorkerCallException {
        return callAt(worker, method, PIPELINES + path, body);
    }

    private ServiceResponse callAt(RegisteredWorker worker, String method, String path, byte @Nullable [] body)
            throws WorkerCallException {
        URI uri = URI.create(worker.address() + path);
        ServiceResponse answer;
        try {
            answer = client.send(method, uri, headers(worker), body, ServiceHttpClient.JSON, TIMEOUT)
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

    /** The process that is meant is named: it may have a successor that has not registered yet. */
    private static Map<String, String> headers(RegisteredWorker worker) {
        Map<String, String> headers =
                new HashMap<>(ServiceHttpClient.keyHeader(worker.registered().key()));
        headers.put(RequestHeaders.INSTANCE, worker.instance());
        return headers;
    }

    private static Kind kind(ServiceResponse answer) {
        return switch (answer.code()) {
            case "pipeline_not_found", "stale_epoch", "state_not_found" -> Kind.UNKNOWN;
            case "stale_instance" -> Kind.REPLACED;
            case "pipeline_frozen" -> Kind.FROZEN;
            default -> answer.status() >= 500 ? Kind.SILENT : Kind.DECLINED;
        };
    }

    private static String message(ExecutionException e) {
        return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
    }
}
