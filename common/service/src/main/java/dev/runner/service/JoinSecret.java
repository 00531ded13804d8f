package dev.runner.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.util.FileFailure;
import dev.runner.util.PrivateFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Lets a worker with its own key join the coordinator of the same user, knowing only its URL: a random secret in a file
 * that only this user can read, named after the coordinator's address and port.
 */
public final class JoinSecret {

    private static final int BYTES = 24;

    private final UserStateDirectory directory;

    public JoinSecret(UserStateDirectory directory) {
        this.directory = directory;
    }

    /**
     * Creates a new secret and atomically replaces its file.
     *
     * @throws IOException if the file cannot be written; workers can then only join with the coordinator's key
     */
    public ApiKey renew(BindAddress coordinator) throws IOException {
        Path file = file(coordinator.host(), coordinator.port());
        String secret = random();
        try {
            directory.create();
            PrivateFile.write(file, secret);
        } catch (IOException e) {
            throw new IOException(
                    "the secret by which workers join, " + file + ", cannot be written: " + FileFailure.reason(e)
                            + "; name another directory by MULTIHOST_STATE_HOME, or give workers the coordinator's key",
                    e);
        }
        return ApiKey.of(secret);
    }

    /**
     * Finds the secret of the coordinator at this URL; empty if it runs as another user or on another machine.
     *
     * @throws IOException if the file exists and cannot be read
     */
    public Optional<String> find(URI coordinator) throws IOException {
        String host = coordinator.getHost();
        if (host == null) {
            return Optional.empty();
        }
        int port = coordinator.getPort() < 0 ? 80 : coordinator.getPort();
        Optional<String> own = read(file(digits(host), port));
        return own.isPresent() ? own : read(file("0.0.0.0", port));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty(); // there is none
        } catch (IOException e) {
            throw new IOException(
                    "the coordinator's secret for joining, " + file + ", cannot be read: " + FileFailure.reason(e)
                            + "; change its owner or permissions, or give the worker the coordinator's key",
                    e);
        }
    }

    private static String digits(String host) {
        try {
            return BindAddress.literal(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return host; // finds no file; the following request reports the unknown name
        }
    }

    private Path file(String host, int port) {
        return directory.file("join-" + host.replaceAll("[^0-9A-Za-z.]", "_") + "-" + port);
    }

    private static String random() throws IOException {
        return HexFormat.of().formatHex(KernelRandom.bytes(BYTES));
    }
}
