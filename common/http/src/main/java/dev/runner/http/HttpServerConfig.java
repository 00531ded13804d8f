package dev.runner.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server listens. What concerns the connection and not the routes belongs here.
 *
 * @param address the main port's
 * @param secondaryPort on the same address; null for none
 * @param bodyTimeout how long a client has for a request's whole body
 * @param mostConnections that each port has open; beyond it the one that is needed least is closed
 */
public record HttpServerConfig(
        BindAddress address, @Nullable SecondaryPort secondaryPort, Duration bodyTimeout, int mostConnections) {

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

    public HttpServerConfig {
        if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
            throw new IllegalArgumentException("the time for a body must be longer than none, but is " + bodyTimeout);
        }
    }

    /** One port. */
    public static HttpServerConfig at(BindAddress address) {
        return new HttpServerConfig(address, null, BODY_TIMEOUT, DescriptorLimit.connectionsPerPort());
    }

    /** The same with a second port; null for none. */
    public HttpServerConfig withSecondaryPort(@Nullable SecondaryPort port) {
        return new HttpServerConfig(address, port, bodyTimeout, mostConnections);
    }

    /** The same with another time for a body. */
    HttpServerConfig withBodyTimeout(Duration timeout) {
        return new HttpServerConfig(address, secondaryPort, timeout, mostConnections);
    }

    /** The same with another limit of connections. */
    HttpServerConfig withMostConnections(int most) {
        return new HttpServerConfig(address, secondaryPort, bodyTimeout, most);
    }
}
