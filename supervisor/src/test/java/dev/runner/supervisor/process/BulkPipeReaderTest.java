package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("F10")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class BulkPipeReaderTest {
    private static final int FULL = 64 * 1024;

    @TempDir
    Path temp;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final AtomicInteger blocks = new AtomicInteger();

    private Path pipe() throws IOException {
        Path pipe = temp.resolve("pipe");
        LibC.makeFifo(pipe);
        return pipe;
    }

    /** Not where this user's pipes hold as much as they may already, or the largest pipe is set to less. */
    private boolean canEnlarge() throws IOException {
        Path probe = temp.resolve("probe");
        LibC.makeFifo(probe);
        int end = LibC.openForReading(probe.toString());
        try {
            return LibC.enlargePipe(end, BulkPipeReader.LARGEST_PIPE);
        } finally {
            LibC.closeFd(end);
        }
    }

    private void keep(ByteBuffer block) {
        blocks.incrementAndGet();
        byte[] bytes = new byte[block.remaining()];
        block.get(bytes);
        read.writeBytes(bytes);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void readsInOrderWhatThePipeHoldsAndWhatItHoldsOnceItIsLarger() throws IOException {
        assumeTrue(canEnlarge(), "the kernel lets no pipe become larger here");
        Path path = pipe();
        int end = LibC.openForReading(path.toString());
        BulkPipeReader drain = new BulkPipeReader(() -> end);
        try (FileChannel writer = FileChannel.open(path, StandardOpenOption.WRITE)) {
            byte[] all = random(FULL + 3 * FULL + 7);
            writer.write(ByteBuffer.wrap(all, 0, FULL));
            drain.readOn(this::keep);
            // Would wait for ever if the pipe had stayed as it was.
            writer.write(ByteBuffer.wrap(all, FULL, all.length - FULL));
            drain.readOn(this::keep);
            assertThat(read.toByteArray()).isEqualTo(all);
            assertThat(blocks).hasValue(2);
        }
        drain.close();
    }

    @Test
    void anEmptyPipeAndOneAtItsEndHoldNobodyUp() throws IOException {
        Path path = pipe();
        int end = LibC.openForReading(path.toString());
        BulkPipeReader drain = new BulkPipeReader(() -> end);
        try (FileChannel writer = FileChannel.open(path, StandardOpenOption.WRITE)) {
            drain.readOn(this::keep);
            assertThat(writer.isOpen()).isTrue();
        }
        drain.readOn(this::keep);
        assertThat(blocks).hasValue(0);
        drain.close();
    }

    @Test
    void whatCannotBeOpenedIsTriedOnce() {
        AtomicInteger tries = new AtomicInteger();
        BulkPipeReader drain = new BulkPipeReader(() -> -tries.incrementAndGet());
        drain.readOn(this::keep);
        drain.readOn(this::keep);
        drain.close();
        assertThat(tries).hasValue(1);
        assertThat(blocks).hasValue(0);
    }

    @Test
    void nothingIsOpenedOrLeftOpenAfterTheEnd() throws IOException {
        Path path = pipe();
        int end = LibC.openForReading(path.toString());
        BulkPipeReader drain = new BulkPipeReader(() -> end);
        drain.readOn(this::keep);
        Path open = Path.of("/proc/self/fd/" + end);
        assertThat(Files.isSameFile(open, path)).isTrue();
        drain.close();
        drain.close();
        assertThat(Files.exists(open) && Files.isSameFile(open, path)).isFalse();

        AtomicInteger tries = new AtomicInteger();
        BulkPipeReader closed = new BulkPipeReader(tries::incrementAndGet);
        closed.close();
        closed.readOn(this::keep);
        assertThat(tries).hasValue(0);
    }

    @Test
    void aSinkThatThrowsCostsNoBuffer() throws IOException {
        Path path = pipe();
        int end = LibC.openForReading(path.toString());
        BulkPipeReader drain = new BulkPipeReader(() -> end);
        try (FileChannel writer = FileChannel.open(path, StandardOpenOption.WRITE)) {
            writer.write(ByteBuffer.wrap(random(10)));
            assertThatThrownBy(() -> drain.readOn(block -> {
                        throw new IllegalStateException("a test's");
                    }))
                    .hasMessage("a test's");
            writer.write(ByteBuffer.wrap(random(20)));
            drain.readOn(this::keep);
            assertThat(read.toByteArray()).isEqualTo(random(20));
        }
        drain.close();
    }
}
