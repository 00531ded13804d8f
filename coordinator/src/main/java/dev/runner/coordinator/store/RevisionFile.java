package dev.runner.coordinator.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The number of the last change, beside the store. A store whose end is cut off or overwritten opens as it was some
 * changes ago, as if the process had been killed before them; this number tells the two apart. It is written after the
 * change, so that it is never ahead of an intact store.
 */
final class RevisionFile {

    private final Path path;
    private final FileChannel channel;

    private RevisionFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The last number written; 0: none. */
    static long read(Path path) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(path);
            return bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : 0;
        } catch (NoSuchFileException e) {
            return 0; // killed before the first change was counted
        }
    }

    static RevisionFile open(Path path) throws IOException {
        return new RevisionFile(path, FileChannel.open(path, CREATE, WRITE));
    }

    /** Eight bytes in one call, which a kill does not tear. */
    void write(long revision) throws IOException {
        if (channel.write(ByteBuffer.allocate(Long.BYTES).putLong(revision).flip(), 0) != Long.BYTES) {
            throw new IOException(path + " was not written as a whole; is the disk full?");
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
