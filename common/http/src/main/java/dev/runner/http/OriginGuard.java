package dev.runner.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a web page made from those of the user's programs, with or without a key: a page that rebinds a
 * name of its own to this address shows that name as Host, and a page that posts across sites shows its Origin.
 */
final class OriginGuard {

    private static final Pattern ADDRESS_IN_DIGITS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

    private final Set<String> names;
    private final boolean anyAddress;
    private final int port;

    OriginGuard(BindAddress bound) {
        String host = bound.host();
        this.names = host.equals("127.0.0.1") || host.equals("[0:0:0:0:0:0:0:1]") || bound.isWildcard()
                ? Set.of(host, "localhost", "[::1]")
                : Set.of(host);
        this.anyAddress = bound.isWildcard();
        this.port = bound.port();
    }

    boolean allows(@Nullable String host, @Nullable String origin) {
        return host != null && isOurs(host.toLowerCase(Locale.ROOT)) && (origin == null || isOwnOrigin(origin));
    }

    private boolean isOwnOrigin(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") && isOurs(lower.substring("http://".length()));
    }

    private boolean isOurs(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean named = colon > authority.lastIndexOf(']');
        String host = named ? authority.substring(0, colon) : authority;
        String portText = named ? authority.substring(colon + 1) : "80";
        return portText.equals(Integer.toString(port)) && isOurHost(host);
    }

    /** On the wildcard address a name cannot be checked, but a page cannot rebind an address in digits. */
    private boolean isOurHost(String host) {
        return names.contains(host)
                || (anyAddress && ADDRESS_IN_DIGITS.matcher(host).matches());
    }
}
