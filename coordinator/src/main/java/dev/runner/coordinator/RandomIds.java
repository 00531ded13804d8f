package dev.runner.coordinator;

import dev.runner.service.KernelRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** Names that nobody has given before. */
final class RandomIds {

    private static final int BYTES = 12;

    private RandomIds() {}

    static String next() {
        try {
            return HexFormat.of().formatHex(KernelRandom.bytes(BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("/dev/urandom cannot be read", e);
        }
    }
}
