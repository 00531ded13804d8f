package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The marker that the supervisor itself writes into a dead member's pipe: when it comes out at the other end, all that
 * the member had written has been read. The end of the pipe cannot serve, as a child that lives on may hold it open.
 */
final class DrainSentinel {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    DrainSentinel() {
        byte[] secret = new byte[16];
        RANDOM.nextBytes(secret);
        bytes = ("\0end of output " + HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int length() {
        return bytes.length;
    }

    /** Where the marker begins between position and limit, or -1. */
    int indexIn(ByteBuffer buffer) {
        for (int i = buffer.position(); i <= buffer.limit() - bytes.length; i++) {
            if (matchesAt(buffer, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matchesAt(ByteBuffer buffer, int start) {
        for (int i = 0; i < bytes.length; i++) {
            if (buffer.get(start + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
