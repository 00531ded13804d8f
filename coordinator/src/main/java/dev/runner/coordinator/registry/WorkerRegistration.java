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
 * A worker's request to be taken in, checked, and completed by what the coordinator saw of the sender.
 *
 * @param address where the coordinator calls it
 * @param key what the coordinator shows when it calls it
 * @param exchange {@code host:port} at which other workers reach it, the host being the one that the request came from;
 *     null where it has no exchange
 * @param instance of its process
 * @param running what this process ran for a coordinator when it registered
 */
public record WorkerRegistration(
        String workerId,
        URI address,
        ApiKey key,
        @Nullable String exchange,
        Capacity capacity,
        String instance,
        List<PipelineView> running) {

    public WorkerRegistration {
        running = List.copyOf(running);
    }

    /**
     * Checks what the record itself cannot.
     *
     * @param peer address in digits from which the request came; the worker binds its own, so it is where others find
     *     it
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
                request.pipelines() == null ? List.of() : request.pipelines());
    }

    /** URL at which other workers hand events over: its exchange, or, where it has none, the worker itself. */
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

    /** A worker that listens everywhere cannot name an address; the one that it came from is one of them. */
    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("[::]") || host.equals("[0:0:0:0:0:0:0:0]");
    }
}
