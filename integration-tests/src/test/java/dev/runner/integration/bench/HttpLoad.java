package dev.runner.integration.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Posts one request over and over on some connections, each with one request under way. It is one thread on plain
 * sockets, because it shares the machine with what it measures: an HTTP client costs as much as the server.
 */
final class HttpLoad {

    private final InetSocketAddress to;
    private final byte[] request;
    private final int connections;

    HttpLoad(URI uri, String key, String body, int connections) {
        this.to = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.connections = connections;
        byte[] content = body.getBytes(UTF_8);
        String head = "POST " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                + "\r\nContent-Type: application/json\r\nx-api-key: " + key + "\r\nContent-Length: " + content.length
                + "\r\n\r\n";
        byte[] headBytes = head.getBytes(UTF_8);
        this.request = new byte[headBytes.length + content.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(content, 0, request, headBytes.length, content.length);
    }

    /** Requests answered in each of the times, which follow each other; the first one is there to warm up. */
    List<Double> perSecond(double warmUp, double seconds, int times) throws IOException {
        try (Selector selector = Selector.open()) {
            List<SocketChannel> channels = new ArrayList<>();
            try {
                for (int i = 0; i < connections; i++) {
                    channels.add(open(selector));
                }
                long unused = run(selector, warmUp);
                List<Double> rates = new ArrayList<>();
                for (int i = 0; i < times; i++) {
                    rates.add(run(selector, seconds) / seconds);
                }
                return rates;
            } finally {
                for (SocketChannel channel : channels) {
                    channel.close();
                }
            }
        }
    }

    private SocketChannel open(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_WRITE, new LoadConnection(channel, request.clone()));
        return channel;
    }

    private static long run(Selector selector, double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long answers = 0;
        while (System.nanoTime() < end) {
            selector.select(100);
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                answers += step(ready.next()) ? 1 : 0;
                ready.remove();
            }
        }
        return answers;
    }

    /** Whether an answer is complete. */
    private static boolean step(SelectionKey key) throws IOException {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (key.isWritable()) {
            if (connection.send()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            return false;
        }
        if (!connection.receive()) {
            return false;
        }
        connection.again();
        if (!connection.send()) {
            key.interestOps(SelectionKey.OP_WRITE);
        }
        return true;
    }
}
