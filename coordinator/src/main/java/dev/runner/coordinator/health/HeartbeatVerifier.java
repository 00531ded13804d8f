package dev.runner.coordinator.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a worker's heartbeats from those that somebody else sends for it. Heartbeats need no key, so anybody on this
 * machine can send them, and would keep a worker that hangs ready. The worker itself shows the token of its
 * registration; a heartbeat without it counts only when the worker answers the coordinator. Thread-safe.
 */
public final class HeartbeatVerifier {

    private record Token(long registration, String secret) {}

    private final WorkerRegistry registry;
    private final Supplier<String> secrets;
    private final WorkerProbe probe;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    /** The workers that are being asked, by their registration: however many heartbeats come, each is asked once. */
    private final Map<Long, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

    /** @param secrets returns a new one at each call, which nobody can guess */
    public HeartbeatVerifier(WorkerRegistry registry, Supplier<String> secrets, WorkerProbe probe) {
        this.registry = registry;
        this.secrets = secrets;
        this.probe = probe;
    }

    /** Makes the token of this registration. That of an earlier incarnation is worth nothing any more. */
    public String issueToken(RegisteredWorker worker) {
        tokens.keySet().removeIf(id -> registry.find(id).isEmpty());
        Token token = new Token(worker.registration(), secrets.get());
        tokens.merge(worker.id(), token, (a, b) -> a.registration() > b.registration() ? a : b);
        return token.secret();
    }

    /**
     * Finds out whether a heartbeat counts, without waiting.
     *
     * @param shown the token that came with it; null: none
     */
    public CompletableFuture<Boolean> counts(RegisteredWorker worker, @Nullable String shown) {
        Token token = tokens.get(worker.id());
        if (shown != null
                && token != null
                && token.registration() == worker.registration()
                && MessageDigest.isEqual(token.secret().getBytes(UTF_8), shown.getBytes(UTF_8))) {
            return CompletableFuture.completedFuture(true);
        }
        return asksItself(worker);
    }

    private CompletableFuture<Boolean> asksItself(RegisteredWorker worker) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> other = asked.putIfAbsent(worker.registration(), answer);
        if (other != null) {
            return other;
        }
        CompletableFuture<?> unused = probed(worker).whenComplete((answers, bug) -> {
            asked.remove(worker.registration());
            answer.complete(bug == null && answers);
        });
        return answer;
    }

    private CompletableFuture<Boolean> probed(RegisteredWorker worker) {
        try {
            return probe.answers(worker.address());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
