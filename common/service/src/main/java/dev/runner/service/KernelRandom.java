package dev.runner.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cryptographic random bytes directly from the kernel: SecureRandom would load its providers first, at every start. */
public final class KernelRandom {

    private static final Path SOURCE = Path.of("/dev/urandom");

    private KernelRandom() {}

    /**
     * Returns this many random bytes.
     *
     * @throws IOException if the kernel's device cannot be read
     */
    public static byte[] bytes(int count) throws IOException {
        try (InputStream kernel = Files.newInputStream(SOURCE)) {
            return kernel.readNBytes(count);
        }
    }
}
