package dev.runner.coordinator.registry;

import dev.runner.http.ApiKey;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RegisterRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A validated registration request, completed by what the coordinator saw of the sender.
 *
 * @param address base URL for calls of the coordinator
 * @param key the key for these calls
 * @param exchange {@code host:port} for other workers, the host being the one that the request came from; null: no
 *     exchange
 * @param instance id of its process
 * @param running what this process ran for a coordinator when it registered
 * @param kept deployments of earlier processes of this worker, or of this one when it is about to end, whose last state
 *     it keeps and somebody may need
 * @param started when its process started, in milliseconds since 1970; null: unknown
 */
public record WorkerRegistration(
        String workerId,
        URI address,
        ApiKey key,
        @Nullable String exchange,
        Capacity capacity,
        String instance,
        List<PipelineView> running,
        List<PipelineView> kept,
        @Nullable Long started) {

    public WorkerRegistration {
        running = List.copyOf(running);
        kept = List.copyOf(kept);
    }

    /**
     * Validates a request beyond what its record does.
     *
     * @param peer numeric address that the request came from; a worker binds its own, so others find it there
     * @throws IllegalArgumentException with a message for the worker
     */
    public static WorkerRegistration of(RegisterRequest request, String peer) {
        String host = peer.contains(":") ? "[" + peer + "]" : peer;
        Integer port = request.exchangePort();
        return new WorkerRegistration(
                request.workerId(),
                address(request.address(), host),
                ApiKey.of(request.apiKey()),
                port == null ? null : host + ":" + port,
                request.capacity(),
                request.instance() == null ? UUID.randomUUID().toString() : request.instance(),
                request.pipelines() == null ? List.of() : request.pipelines(),
                request.kept() == null ? List.of() : request.kept(),
                request.started());
    }

    WorkerRegistration withoutKeptState(String pipelineId) {
        return new WorkerRegistration(
                workerId,
                address,
                key,
                exchange,
                capacity,
                instance,
                running,
                kept.stream().filter(view -> !view.id().equals(pipelineId)).toList(),
                started);
    }

    /** Whether this is known to be of an earlier process than the other. */
    boolean isOlderThan(WorkerRegistration other) {
        return started != null && other.started != null && started < other.started;
    }

    /** URL where other workers deliver events: its exchange, or, when it has none, the worker itself. */
    public String exchangeUrl() {
        return exchange == null ? address.toString() : "http://" + exchange;
    }

    private static URI address(String text, String peer) {
        try {
            URI uri = new URI(text);
            if (!"http".equals(uri.getScheme())
                    || uri.getHost() == null
                    || !uri.getRawSchemeSpecificPart().equals("//" + uri.getRawAuthority())) {
                throw new IllegalArgumentException(
                        "address must be like http://127.0.0.1:9000, but is \"" + text + "\"");
            }
            return isWildcard(uri.getHost()) ? new URI("http://" + peer + ":" + uri.getPort()) : uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("address is not a URL: \"" + text + "\"", e);
        }
    }

    /**
     * A worker that listens on the wildcard address cannot name its own; the address that the request came from is one.
     */
    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("[::]") || host.equals("[0:0:0:0:0:0:0:0]");
    }
}
