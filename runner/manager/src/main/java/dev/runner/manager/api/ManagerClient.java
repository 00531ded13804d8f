package dev.runner.manager.api;

import dev.runner.http.ErrorBody;
import dev.runner.http.json.JsonRecords;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a manager. Built on {@link HttpURLConnection}, because a short command takes twice the processor time with
 * the newer client. No proxy setting diverts it.
 */
public final class ManagerClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(5);

    private final ManagerFile manager;

    public ManagerClient(ManagerFile manager) {
        this.manager = manager;
    }

    public ClusterView status() throws ManagerUnreachableException {
        return JsonRecords.read(call("GET", "/api/v1/status", STATUS_TIMEOUT), ClusterView.class);
    }

    /** Asks the manager to stop everything and itself; it has only begun when this returns. */
    public void shutdown() throws ManagerUnreachableException {
        call("POST", "/api/v1/shutdown", STATUS_TIMEOUT);
    }

    /**
     * Does something with a member.
     *
     * @param operation the last part of its path: {@code stop}, or {@code kill?signal=HUP}
     * @param timeout how long the manager may take for it
     * @throws ManagerErrorException 400 when there is no such signal, 404 no such member, 409 when its state forbids it
     */
    public MemberView operate(String operation, String member, Duration timeout) throws ManagerUnreachableException {
        return JsonRecords.read(call("POST", "/api/v1/members/" + member + "/" + operation, timeout), MemberView.class);
    }

    /**
     * Asks what it takes to run a command as a member would run it.
     *
     * @throws ManagerErrorException 404 when there is no such member
     */
    public ExecView exec(String member) throws ManagerUnreachableException {
        return JsonRecords.read(call("GET", "/api/v1/members/" + member + "/exec", STATUS_TIMEOUT), ExecView.class);
    }

    /**
     * Adds hosts.
     *
     * @return their members
     * @throws ManagerErrorException 400 for too many, 409 where something is in their way
     */
    public List<MemberView> add(int count, Duration timeout) throws ManagerUnreachableException {
        return JsonRecords.read(call("POST", "/api/v1/hosts?count=" + count, timeout), MembersView.class)
                .members();
    }

    private byte[] call(String method, String path, Duration timeout) throws ManagerUnreachableException {
        String url = manager.api() + path;
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setRequestMethod(method);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty(ApiToken.HEADER, ApiToken.header(manager.token()));
            if (method.equals("POST")) {
                sendOnce(connection);
            }
            return read(connection);
        } catch (IOException e) {
            throw new ManagerUnreachableException(
                    "the manager of '" + manager.cluster() + "' (pid "
                            + manager.manager().pid() + ") does not answer at " + manager.api() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Keeps Java from sending a POST again when the connection ends without a response: the manager may have done what
     * was asked. Java does so unless the body, here an empty one, is a stream.
     */
    private static void sendOnce(HttpURLConnection connection) throws IOException {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(0);
        connection.getOutputStream().close();
    }

    private byte[] read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        byte[] body = bytes(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        if (status < 400) {
            return body;
        }
        throw errorOf(status, body);
    }

    private static byte[] bytes(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }

    private static ManagerErrorException errorOf(int status, byte[] body) {
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            // Java drops the body of this response to a streamed request.
            return new ManagerErrorException(
                    status, "unauthorized", "the manager does not accept the token in its cluster's manager.json");
        }
        try {
            ErrorBody error = JsonRecords.read(body, ErrorBody.class);
            return new ManagerErrorException(status, error.code(), error.error());
        } catch (IllegalArgumentException e) {
            // What answers there is not our manager, or not well: its status is all that can be told.
            return new ManagerErrorException(status, "", "the manager answered with HTTP status " + status);
        }
    }
}
