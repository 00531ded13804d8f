package dev.runner.benchmarks.controlplane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One kept-alive connection: it sends the same request again as soon as the answer is there. */
final class LoadConnection {

    private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";
    private static final int MOST_HEAD = 512;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 18);
    private int end = -1;
    private int bodyBegin = -1;

    LoadConnection(SocketChannel channel, byte[] request) {
        this.channel = channel;
        this.request = ByteBuffer.wrap(request);
    }

    /** Whether all of it is on its way. */
    boolean send() throws IOException {
        channel.write(request);
        return !request.hasRemaining();
    }

    /** Reads what is there. */
    boolean receive() throws IOException {
        if (!in.hasRemaining()) {
            in.flip(); // the answer is chunked and larger than all that: its last bytes are what matters
            in.position(in.limit() - END_OF_CHUNKS.length());
            in.compact();
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the server has closed the connection");
        }
        return isComplete();
    }

    private boolean isComplete() throws IOException {
        if (bodyBegin < 0 && !readHead()) {
            return false;
        }
        if (end >= 0) {
            return in.position() >= end;
        }
        int from = in.position() - END_OF_CHUNKS.length();
        return from >= 0 && new String(in.array(), from, END_OF_CHUNKS.length(), ISO_8859_1).equals(END_OF_CHUNKS);
    }

    private boolean readHead() throws IOException {
        String text = new String(in.array(), 0, Math.min(in.position(), MOST_HEAD), ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("an event was not accepted: " + text);
        }
        bodyBegin = head + 4;
        int length = text.toLowerCase(java.util.Locale.ROOT).indexOf("\r\ncontent-length:");
        if (length >= 0 && length < head) {
            int line = text.indexOf("\r\n", length + 2);
            end = bodyBegin
                    + Integer.parseInt(
                            text.substring(text.indexOf(':', length) + 1, line).trim());
            if (end > in.capacity()) {
                throw new IOException("the answer has " + end + " bytes; send smaller batches");
            }
        }
        return true;
    }

    /** Gets ready for the next round. */
    void again() {
        request.rewind();
        in.clear();
        end = -1;
        bodyBegin = -1;
    }
}
