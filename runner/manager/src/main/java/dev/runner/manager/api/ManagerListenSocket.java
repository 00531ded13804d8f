package dev.runner.manager.api;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * The port of a {@link ManagerServer}, before there is one: who connects is kept waiting, and nobody is refused. A
 * server takes processor time to start, and the first second of a cluster belongs to its members.
 */
public final class ManagerListenSocket implements Closeable {
    private static final int WAITING_CONNECTIONS = 128;

    private final String address;
    private final ServerSocketChannel channel;
    private final Selector selector;

    private ManagerListenSocket(String address, ServerSocketChannel channel, Selector selector) {
        this.address = address;
        this.channel = channel;
        this.selector = selector;
    }

    /**
     * Takes it.
     *
     * @param port 0 for any free one
     * @throws IOException when it cannot be had, with a message that names it
     */
    public static ManagerListenSocket open(String address, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port), WAITING_CONNECTIONS);
            channel.configureBlocking(false);
            Selector selector = channel.provider().openSelector();
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return new ManagerListenSocket(address, channel, selector);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    address + ":" + port + " cannot be used for the manager's API (" + e.getMessage() + ")", e);
        }
    }

    String address() {
        return address;
    }

    /** The port that it has got. */
    int number() {
        return channel.socket().getLocalPort();
    }

    /** Returns when somebody has connected, or {@link #serveNow} was called, before or meanwhile. */
    public void awaitConnection() throws IOException {
        selector.select();
    }

    /** Ends {@link #awaitConnection}. */
    public void serveNow() {
        selector.wakeup();
    }

    /** The channel for whoever is to serve it from now on. */
    ServerSocketChannel handOver() throws IOException {
        selector.close();
        return channel;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
