package dev.runner.http;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before its body is read.
 *
 * @param parameter the value of the path's parameter; empty where it has none
 * @param length bytes of the body, within the route's limit
 * @param peer address in digits that it came from
 * @param key what it shows for one, which has been looked at unless the route is open
 */
public record FastRequestHead(
        String parameter,
        @Nullable String contentType,
        long length,
        String peer,
        @Nullable String key) {

    @Override
    public String toString() {
        return "FastRequestHead[" + parameter + " from " + peer + "]"; // the key is a secret
    }
}
