package dev.runner.coordinator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Names that nobody has given before. */
final class RandomIds {

    private static final int BYTES = 12;

    private RandomIds() {}

    /** Straight from the kernel: SecureRandom would load its providers first, at every start. */
    static String next() {
        try (InputStream kernel = Files.newInputStream(Path.of("/dev/urandom"))) {
            return HexFormat.of().formatHex(kernel.readNBytes(BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("/dev/urandom cannot be read", e);
        }
    }
}
