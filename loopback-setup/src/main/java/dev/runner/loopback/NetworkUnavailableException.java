package dev.runner.loopback;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network cannot be leased; the message is one line with its holder and the remedy. */
public final class NetworkUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String holder;

    NetworkUnavailableException(String message) {
        super(message);
        holder = null;
    }

    NetworkUnavailableException(String message, Throwable cause) {
        super(message, cause);
        holder = null;
    }

    private NetworkUnavailableException(String message, String holder) {
        super(message);
        this.holder = holder;
    }

    static NetworkUnavailableException inUse(LoopbackNetwork network, String holder) {
        return new NetworkUnavailableException(
                "network " + network.number() + " is in use by " + holder
                        + ": stop that cluster, or choose another network with --network",
                holder);
    }

    /** Who has the network, to follow "is in use by"; empty where that is not the reason. */
    public Optional<String> holder() {
        return Optional.ofNullable(holder);
    }
}
