package dev.runner.worker;

import dev.runner.service.KernelRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Generates ids that nothing else has, for this process and its deployments: 64 bits each, seeded from the kernel. */
final class IdGenerator implements Supplier<String> {

    private static final int RADIX = 36;

    private final SplittableRandom random;
    private final String instance;
    private final long started = System.currentTimeMillis();

    private IdGenerator(long seed) {
        this.random = new SplittableRandom(seed);
        this.instance = get();
    }

    /**
     * Creates the generator of this process.
     *
     * @throws IOException when the kernel provides no random bytes
     */
    static IdGenerator ofProcess() throws IOException {
        return new IdGenerator(ByteBuffer.wrap(KernelRandom.bytes(Long.BYTES)).getLong());
    }

    /** When this process started, in milliseconds since 1970. */
    long started() {
        return started;
    }

    /** The id of this process. */
    String instance() {
        return instance;
    }

    /** A new id each time. */
    @Override
    public synchronized String get() {
        return Long.toUnsignedString(random.nextLong(), RADIX);
    }
}
