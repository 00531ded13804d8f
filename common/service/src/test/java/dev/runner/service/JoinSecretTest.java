package dev.runner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("V7")
class JoinSecretTest {

    @TempDir
    private Path home;

    private JoinSecret secrets() {
        return new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", home));
    }

    @Test
    void aWorkerFindsItByTheUrl() throws Exception {
        ApiKey secret = secrets().renew(BindAddress.of("127.0.0.1", 9100));

        assertThat(secret.matches(
                        secrets().find(URI.create("http://localhost:9100")).orElseThrow()))
                .isTrue();
        assertThat(secrets().find(URI.create("http://127.0.0.1:9101"))).isEmpty();
    }

    @Test
    void aWorkerFindsItForACoordinatorOnTheWildcardAddress() throws Exception {
        ApiKey secret = secrets().renew(BindAddress.of("0.0.0.0", 9100));

        assertThat(secret.matches(
                        secrets().find(URI.create("http://127.3.2.1:9100")).orElseThrow()))
                .isTrue();
    }

    @Test
    void isRenewedAtEveryStartAndReadableByThisUserOnly() throws Exception {
        ApiKey first = secrets().renew(BindAddress.of("127.0.0.1", 9100));
        ApiKey second = secrets().renew(BindAddress.of("127.0.0.1", 9100));
        Path directory = home.resolve(".local/state/multihost");

        assertThat(second.secret()).isNotEqualTo(first.secret()).hasSize(48);
        assertThat(directory).isDirectoryContaining("glob:**join-127.0.0.1-9100");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("join-127.0.0.1-9100"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatCannotBeReadOrWrittenIsNamedWithTheReasonAndTheRemedy() throws Exception {
        Path directory = Files.createDirectories(home.resolve(".local/state/multihost"));
        Path file = Files.createDirectory(directory.resolve("join-127.0.0.1-9100"));
        Files.createFile(file.resolve("in it"));

        assertThatIOException()
                .isThrownBy(() -> secrets().find(URI.create("http://127.0.0.1:9100")))
                .withMessageMatching("the coordinator's secret for joining, " + file
                        + ", cannot be read: .*directory.*;" + " change its owner or permissions, .*");
        assertThatIOException()
                .isThrownBy(() -> secrets().renew(BindAddress.of("127.0.0.1", 9100)))
                .withMessageMatching("the secret by which workers join, " + file + ", cannot be written: .*;"
                        + " name another directory by MULTIHOST_STATE_HOME, .*");
    }

    @Test
    void isInTheSystemsStateDirectory() {
        assertThat(UserStateDirectory.of(Map.of(), "Mac OS X", Path.of("/h")).file("x"))
                .isEqualTo(Path.of("/h/Library/Application Support/multihost/x"));
        assertThat(UserStateDirectory.of(Map.of("XDG_STATE_HOME", "/s"), "Linux", Path.of("/h"))
                        .file("x"))
                .isEqualTo(Path.of("/s/multihost/x"));
        assertThat(UserStateDirectory.of(Map.of("XDG_STATE_HOME", "relative"), "Linux", Path.of("/h"))
                        .file("x"))
                .isEqualTo(Path.of("/h/.local/state/multihost/x"));
        assertThat(UserStateDirectory.of(Map.of("MULTIHOST_STATE_HOME", "/m"), "Linux", Path.of("/h"))
                        .file("x"))
                .isEqualTo(Path.of("/m/x"));
    }
}
