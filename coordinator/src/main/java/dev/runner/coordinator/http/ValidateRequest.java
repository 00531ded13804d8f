package dev.runner.coordinator.http;

import dev.runner.protocol.RequestLimits;
import org.jspecify.annotations.Nullable;

/** A source is to be looked at. */
public record ValidateRequest(String source) {

    public ValidateRequest(@Nullable String source) {
        if (source == null) {
            throw new IllegalArgumentException("source is required");
        }
        if (source.length() > RequestLimits.SOURCE_LENGTH) {
            throw new IllegalArgumentException("source must have at most " + RequestLimits.SOURCE_LENGTH
                    + " characters, but has " + source.length());
        }
        this.source = source;
    }
}
