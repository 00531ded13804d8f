package dev.runner.worker.kept;

import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.PipelineView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A kept state in a file: a magic number, a checksum over what follows, the length of the deployment's description,
 * that description as JSON (with group, place and epoch), and the checkpoint as the pipeline wrote it.
 */
final class KeptStateFormat {

    /** {@code "RKS1"}. */
    private static final int MAGIC = 0x524B5331;

    private static final int HEAD = 3 * Integer.BYTES;

    private KeptStateFormat() {}

    static ByteBuffer encode(PipelineView deployment, byte[] checkpoint) {
        byte[] description = JsonRecords.write(deployment);
        ByteBuffer file = ByteBuffer.allocate(HEAD + description.length + checkpoint.length)
                .putInt(MAGIC)
                .putInt(0)
                .putInt(description.length)
                .put(description)
                .put(checkpoint);
        file.putInt(Integer.BYTES, checksum(file.array()));
        return file.flip();
    }

    private static int checksum(byte[] file) {
        CRC32C sum = new CRC32C();
        sum.update(file, 2 * Integer.BYTES, file.length - 2 * Integer.BYTES);
        return (int) sum.getValue();
    }

    /**
     * The description of the deployment.
     *
     * @throws IOException when the file is damaged
     */
    static PipelineView deployment(byte[] file) throws IOException {
        int length = verified(file);
        try {
            return JsonRecords.read(Arrays.copyOfRange(file, HEAD, HEAD + length), PipelineView.class);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * The checkpoint.
     *
     * @throws IOException when the file is damaged
     */
    static byte[] checkpoint(byte[] file) throws IOException {
        return Arrays.copyOfRange(file, HEAD + verified(file), file.length);
    }

    /** Returns the length of the description. */
    private static int verified(byte[] file) throws IOException {
        if (file.length < HEAD) {
            throw new IOException("it is damaged: it ends too early");
        }
        ByteBuffer head = ByteBuffer.wrap(file);
        int magic = head.getInt();
        int sum = head.getInt();
        int length = head.getInt();
        if (magic != MAGIC || length < 0 || length > file.length - HEAD) {
            throw new IOException("it is damaged: it is no kept state");
        }
        if (sum != checksum(file)) {
            throw new IOException("it is damaged: it does not have the checksum that it was written with");
        }
        return length;
    }
}
