package dev.runner.manager.api;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that a request to the manager must carry: 32 random bytes, in {@code Authorization: Bearer <hex>}. */
public final class ApiToken {
    static final String HEADER = "Authorization";
    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private ApiToken() {}

    /** A new token, as 64 hexadecimal digits. */
    public static String create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String header(String token) {
        return SCHEME + token;
    }
}
