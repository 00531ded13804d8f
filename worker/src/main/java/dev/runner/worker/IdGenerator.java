package dev.runner.worker;

import dev.runner.service.KernelRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Names that nothing else has: of this process, and of its deployments. Sixty-four bits each, begun by the kernel's
 * random numbers.
 */
final class IdGenerator implements Supplier<String> {

    private static final int RADIX = 36;

    private final SplittableRandom random;
    private final String instance;

    private IdGenerator(long seed) {
        this.random = new SplittableRandom(seed);
        this.instance = get();
    }

    /**
     * Makes one for this process.
     *
     * @throws IOException when the kernel gives no random numbers
     */
    static IdGenerator ofProcess() throws IOException {
        return new IdGenerator(ByteBuffer.wrap(KernelRandom.bytes(Long.BYTES)).getLong());
    }

    /** Of this process. */
    String instance() {
        return instance;
    }

    /** A new name each time. */
    @Override
    public synchronized String get() {
        return Long.toUnsignedString(random.nextLong(), RADIX);
    }
}
