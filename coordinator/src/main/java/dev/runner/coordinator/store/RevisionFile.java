package dev.runner.coordinator.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

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
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0; // killed before the first change was counted
        }
        StoreFileOpener.requireFile(path);
        try {
            if (Files.size(path) != Long.BYTES) {
                return 0;
            }
            return ByteBuffer.wrap(Files.readAllBytes(path)).getLong();
        } catch (IOException e) {
            throw new IOException(
                    path + " cannot be read: " + FileFailure.reason(e)
                            + "; change its permissions or owner, or choose another --storage",
                    e);
        }
    }

    /** Where the store is begun anew, what was counted before is of another one. */
    static void remove(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new IOException(
                    path + " cannot be removed, though groups.db is gone: " + FileFailure.reason(e)
                            + "; remove it, or choose another --storage",
                    e);
        }
    }

    static RevisionFile open(Path path) throws IOException {
        try {
            return new RevisionFile(path, FileChannel.open(path, CREATE, WRITE));
        } catch (IOException e) {
            throw new IOException(
                    path + " cannot be written: " + FileFailure.reason(e)
                            + "; make room or change its permissions, or choose another --storage",
                    e);
        }
    }

    /** Eight bytes in one call, which a kill does not tear. */
    void write(long revision) throws IOException {
        int written;
        try {
            written = channel.write(
                    ByteBuffer.allocate(Long.BYTES).putLong(revision).flip(), 0);
        } catch (IOException e) {
            throw new IOException(path + " cannot be written: " + FileFailure.reason(e), e);
        }
        if (written != Long.BYTES) {
            throw new IOException(path + " was not written as a whole: no space left on device");
        }
    }

    /** What was written is there: the file has no buffer of ours. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LoggerFactory.getLogger("store").warn("{} could not be closed: {}", path, FileFailure.reason(e));
        }
    }
}
