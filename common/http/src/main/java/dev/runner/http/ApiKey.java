package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A key that callers must show, or none. It is never printed. */
public final class ApiKey implements AccessPolicy {

    /** Where no key is configured, every caller is let in. */
    public static final ApiKey NONE = new ApiKey(null);

    private final @Nullable String secret;

    private ApiKey(@Nullable String secret) {
        this.secret = secret;
    }

    /**
     * Null and blank mean none, because an empty environment variable is an unset one.
     *
     * @throws IllegalArgumentException with a message for the user, when it cannot be sent as a header
     */
    public static ApiKey of(@Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            return NONE;
        }
        if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a key goes into a header, so it must consist of ASCII characters"
                    + " without line breaks and other control characters");
        }
        return new ApiKey(secret);
    }

    public boolean isRequired() {
        return secret != null;
    }

    /** What is to be sent to those who ask for this key; null where there is none. */
    public @Nullable String secret() {
        return secret;
    }

    @Override
    public void check(RequestHead request) {
        if (!accepts(request.header(ServiceHttpClient.KEY_HEADER))) {
            throw ApiException.unauthorized();
        }
    }

    /** Whether the caller may come in. Takes the same time wherever the first difference is. */
    public boolean accepts(@Nullable String shown) {
        return secret == null || matches(shown);
    }

    /** Whether there is a key and this is it. */
    public boolean matches(@Nullable String shown) {
        return secret != null && shown != null && MessageDigest.isEqual(secret.getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return secret == null ? "ApiKey[none]" : "ApiKey[set]";
    }
}
