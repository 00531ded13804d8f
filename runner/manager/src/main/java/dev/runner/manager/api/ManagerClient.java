package dev.runner.manager.api;

import dev.runner.http.ErrorBody;
import dev.runner.http.json.JsonRecords;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;
import dev.runner.loopback.PortOwner;
import dev.runner.util.DurationFormat;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Talks to a manager, and to nobody who has taken the address of one that died: that one must neither get a token nor
 * be believed, least of all about the command line that {@code exec} runs.
 *
 * <p>So the connection is checked before anything is sent, and there is one connection for each request. Java's clients
 * have theirs hidden, and the older one opens a second one when the first ends without a response. No proxy setting
 * diverts this one.
 */
public final class ManagerClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2} ");
    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_BEGIN + 3;

    private final ManagerFile manager;

    public ManagerClient(ManagerFile manager) {
        this.manager = manager;
    }

    public ClusterView status() throws ManagerUnreachableException {
        try {
            return call("GET", "/api/v1/status", STATUS_TIMEOUT, ClusterView.class);
        } catch (ManagerErrorException e) {
            throw new ManagerUnreachableException(
                    name() + " gives no status at " + manager.api() + ", but HTTP status " + e.status() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Asks the manager to stop everything and itself; it has only begun when this returns. */
    public void shutdown(Duration timeout) throws ManagerUnreachableException {
        call(
                "POST",
                "/api/v1/shutdown",
                timeout.compareTo(STATUS_TIMEOUT) < 0 ? timeout : STATUS_TIMEOUT,
                Object.class);
    }

    /**
     * Does something with a member.
     *
     * @param operation the last part of its path: {@code stop}, or {@code kill?signal=HUP}
     * @param timeout how long the manager may take for it
     * @throws ManagerErrorException 400 when there is no such signal, 404 no such member, 409 when its state forbids it
     */
    public MemberView operate(String operation, String member, Duration timeout) throws ManagerUnreachableException {
        return call("POST", "/api/v1/members/" + member + "/" + operation, timeout, MemberView.class);
    }

    /**
     * Sends bytes to a member's standard input.
     *
     * @throws ManagerErrorException 400 for more than 64 KiB, 404 when there is no such member, 409 when it does not
     *     read
     */
    public MemberView send(String member, byte[] bytes, Duration timeout) throws ManagerUnreachableException {
        return call("POST", "/api/v1/members/" + member + "/send", bytes, timeout, MemberView.class);
    }

    /**
     * Asks what it takes to run a command as a member would run it.
     *
     * @throws ManagerErrorException 404 when there is no such member
     */
    public ExecView exec(String member) throws ManagerUnreachableException {
        return call("GET", "/api/v1/members/" + member + "/exec", STATUS_TIMEOUT, ExecView.class);
    }

    /**
     * Adds hosts.
     *
     * @return their members
     * @throws ManagerErrorException 400 for too many, 409 where something is in their way
     */
    public List<MemberView> add(int count, Duration timeout) throws ManagerUnreachableException {
        return call("POST", "/api/v1/hosts?count=" + count, timeout, MembersView.class)
                .members();
    }

    private <T> T call(String method, String path, Duration timeout, Class<T> type) throws ManagerUnreachableException {
        return call(method, path, new byte[0], timeout, type);
    }

    private <T> T call(String method, String path, byte[] body, Duration timeout, Class<T> type)
            throws ManagerUnreachableException {
        requireAlive(); // not even a connection to whoever has its address now
        URI uri = URI.create(manager.api() + path);
        boolean asked = false;
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) CONNECT_TIMEOUT.toMillis());
            requireManagerAt(new Endpoint(uri.getHost(), uri.getPort()));
            socket.setSoTimeout((int) timeout.toMillis());
            socket.getOutputStream().write(request(method, uri, body));
            asked = true;
            return JsonRecords.read(bodyOf(socket.getInputStream().readAllBytes()), type);
        } catch (IllegalArgumentException e) {
            requireAlive(); // else it died in the middle of its response
            throw new ManagerUnreachableException(notTheManager(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            if (asked && e instanceof SocketTimeoutException) {
                throw new ManagerUnreachableException.NotInTime(
                        name() + " has not answered after " + DurationFormat.format(timeout)
                                + "; it may still do what it was asked for, as `runner ps` shows"
                                + " (--timeout waits longer)",
                        e);
            }
            throw new ManagerUnreachableException(
                    name() + " does not answer at " + manager.api() + ": " + e.getMessage(), e);
        }
    }

    private void requireAlive() throws ManagerUnreachableException {
        if (!manager.manager().isAlive()) {
            throw new ManagerUnreachableException(name() + " died");
        }
    }

    /**
     * The manager listens for all of its life. When it is alive and a socket of ours listens after we have connected,
     * we are connected to that one. Nothing is sent before, and when the manager dies after, the connection ends.
     */
    private void requireManagerAt(Endpoint endpoint) throws IOException, ManagerUnreachableException {
        ListenerStatus ours = PortOwner.listensAsThisUser(endpoint);
        requireAlive();
        if (ours == ListenerStatus.NO) {
            throw new ManagerUnreachableException("what listens at " + manager.api()
                    + " belongs to another user than you, so " + name() + " was asked nothing");
        }
    }

    /** As HTTP/1.0, whose response comes in one piece and ends with the connection. */
    private byte[] request(String method, URI uri, byte[] body) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String head = method + " " + uri.getRawPath() + query + " HTTP/1.0\r\nHost: " + uri.getRawAuthority() + "\r\n"
                + ApiToken.HEADER + ": " + ApiToken.header(manager.token()) + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(ascii, ascii.length + body.length);
        System.arraycopy(body, 0, all, ascii.length, body.length);
        return all;
    }

    private byte[] bodyOf(byte[] response) throws IOException, ManagerUnreachableException {
        if (response.length == 0) {
            throw new EOFException("the connection ended without a response");
        }
        String text = new String(response, StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || !STATUS_LINE.matcher(text).lookingAt()) {
            throw new ManagerUnreachableException(notTheManager("it does not answer in HTTP"));
        }
        int status = Integer.parseInt(text, STATUS_BEGIN, STATUS_END, 10);
        byte[] body = Arrays.copyOfRange(response, head + 4, response.length);
        if (status < 400) {
            return body;
        }
        throw errorOf(status, body);
    }

    private ManagerErrorException errorOf(int status, byte[] body) throws ManagerUnreachableException {
        if (status == 401) {
            throw new ManagerUnreachableException(notTheManager("it does not accept the token in its manager.json"));
        }
        try {
            ErrorBody error = JsonRecords.read(body, ErrorBody.class);
            return new ManagerErrorException(status, error.code(), error.error());
        } catch (IllegalArgumentException e) {
            throw new ManagerUnreachableException(notTheManager("it answers with HTTP status " + status), e);
        }
    }

    private String notTheManager(String why) {
        return "what answers at " + manager.api() + " is not " + name() + ": " + why;
    }

    private String name() {
        return "the manager of '" + manager.cluster() + "' (pid "
                + manager.manager().pid() + ")";
    }
}
