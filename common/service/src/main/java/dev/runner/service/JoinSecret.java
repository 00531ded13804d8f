package dev.runner.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.util.PrivateFile;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
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
 * What lets a worker with a key of its own join the coordinator of the same user without being told anything but its
 * URL: a random word in a file that only this user can read, named after the coordinator's address and port.
 */
public final class JoinSecret {

    private static final int BYTES = 24;

    private final StateDirectory directory;

    public JoinSecret(StateDirectory directory) {
        this.directory = directory;
    }

    /**
     * Makes a new one and puts it in its file, in one step: a reader sees the old one or the new one.
     *
     * @throws IOException when the file cannot be written; the coordinator is then joined with its own key only
     */
    public ApiKey renew(BindAddress coordinator) throws IOException {
        directory.create();
        Path file = file(coordinator.host(), coordinator.port());
        String secret = random();
        PrivateFile.write(file, secret);
        return ApiKey.of(secret);
    }

    /**
     * Finds the secret of the coordinator at this URL; empty when it runs as another user or elsewhere.
     *
     * @throws IOException when there is a file that cannot be read
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
            return Optional.empty(); // what the result says
        }
    }

    private static String digits(String host) {
        try {
            return BindAddress.literal(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return host; // no such file will be found, and the call that follows reports the name
        }
    }

    private Path file(String host, int port) {
        return directory.file("join-" + host.replaceAll("[^0-9A-Za-z.]", "_") + "-" + port);
    }

    private static String random() throws IOException {
        return HexFormat.of().formatHex(KernelRandom.bytes(BYTES));
    }
}
