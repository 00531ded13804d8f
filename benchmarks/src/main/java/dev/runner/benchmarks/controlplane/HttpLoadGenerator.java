package dev.runner.benchmarks.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;

/**
 * Posts one request over and over on some connections, each with one request under way. It is one thread on plain
 * sockets, because it shares the machine with what it measures: an HTTP client costs as much as the server. Between
 * rounds nothing is under way, so that another load can have a round of its own.
 */
final class HttpLoadGenerator implements Closeable {

    private final Selector selector;

    /**
     * Opens the connections.
     *
     * @param uris to which they go in turn
     */
    HttpLoadGenerator(List<URI> uris, String key, String body, int connections) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            URI uri = uris.get(i % uris.size());
            open(new InetSocketAddress(uri.getHost(), uri.getPort()), request(uri, key, body.getBytes(UTF_8)));
        }
    }

    private static byte[] request(URI uri, String key, byte[] content) {
        String head = "POST " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                + "\r\nContent-Type: application/json\r\nx-api-key: " + key + "\r\nContent-Length: " + content.length
                + "\r\n\r\n";
        byte[] headBytes = head.getBytes(UTF_8);
        byte[] request = new byte[headBytes.length + content.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(content, 0, request, headBytes.length, content.length);
        return request;
    }

    private void open(InetSocketAddress to, byte[] request) throws IOException {
        SocketChannel channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, 0, new LoadConnection(channel, request));
    }

    /** Sends for so long, waits for the last answers, and returns how many answers per second there were. */
    double round(double seconds) throws IOException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        int under = selector.keys().size();
        for (SelectionKey key : selector.keys()) {
            send(key);
        }
        long answers = 0;
        while (under > 0) {
            selector.select(100);
            boolean again = System.nanoTime() < end;
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                SelectionKey key = ready.next();
                ready.remove();
                if (!step(key)) {
                    continue;
                }
                answers++;
                if (again) {
                    send(key);
                } else {
                    under--;
                }
            }
        }
        return answers / ((System.nanoTime() - begin) / 1e9);
    }

    private static void send(SelectionKey key) throws IOException {
        LoadConnection connection = (LoadConnection) key.attachment();
        connection.again();
        key.interestOps(connection.send() ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    }

    /** Whether an answer is complete. */
    private static boolean step(SelectionKey key) throws IOException {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (!key.isWritable()) {
            return connection.receive();
        }
        if (connection.send()) {
            key.interestOps(SelectionKey.OP_READ);
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
