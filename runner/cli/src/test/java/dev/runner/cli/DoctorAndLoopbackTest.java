package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.http.json.JsonRecords;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkLease;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} and {@code loopback} on the machine that runs the tests; on a network that is leased for them. */
class DoctorAndLoopbackTest {
    private static NetworkLease lease;
    private static String network;

    @TempDir
    Path directory;

    private CommandLineFixture runner;

    @BeforeAll
    static void leaseNetwork() {
        lease = IntStream.rangeClosed(200, 250)
                .mapToObj(LoopbackNetwork::new)
                .flatMap(candidate -> tryLease(candidate).stream())
                .findFirst()
                .orElseThrow();
        network = String.valueOf(lease.network().number());
    }

    private static Optional<NetworkLease> tryLease(LoopbackNetwork candidate) {
        try {
            return Optional.of(NetworkLease.acquire(candidate));
        } catch (NetworkUnavailableException e) {
            return Optional.empty(); // another build has it: the next one
        }
    }

    @AfterAll
    static void giveNetworkBack() {
        lease.close();
    }

    @BeforeEach
    void setUp() {
        runner = new CommandLineFixture(directory);
    }

    @Test
    void doctorFindsThisMachineFit() {
        Result result = runner.run("doctor", "--network", network);

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out())
                .contains("ok    JNA", "ok    addresses", "ok    sessions")
                .doesNotContain("fail");
    }

    /** What {@code doctor --json} prints. */
    public record Report(boolean ok, List<Entry> checks) {
        /** One of its checks. */
        public record Entry(String check) {}
    }

    @Test
    void doctorSpeaksJson() {
        Report report = JsonRecords.read(
                runner.run("doctor", "--network", network, "--json").out(), Report.class);

        assertThat(report.ok()).isTrue();
        assertThat(report.checks())
                .extracting(Report.Entry::check)
                .contains("Java", "ports", "open files", "memory", "disk")
                .doesNotHaveDuplicates();
    }

    @Test
    void doctorWarnsOfAClusterWhoseManagerDied() throws IOException {
        Path cluster = Files.createDirectories(directory.resolve(".runner/default"));
        ProcessIdentity dead = new ProcessIdentity(ProcessHandle.current().pid(), Instant.EPOCH.plusSeconds(1));
        new ManagerFile(
                        "default",
                        dead,
                        "http://127.1.1.1:1",
                        "t",
                        null,
                        null,
                        "r",
                        100,
                        new StateOrigin("", ""),
                        "/p",
                        "up")
                .write(cluster);

        Result result = runner.run("doctor", "--network", network);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("warn  clusters       the manager of default died: run `runner down");
    }

    @Test
    @Tag("R1")
    void checkNamesWhoHoldsAPort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127." + network + ".1.1", 28080));

            Result result = runner.run("loopback", "check", "--network", network, "--hosts", "2");

            assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
            assertThat(result.out())
                    .contains(
                            "127." + network + ".1.1:28080 is held by",
                            "" + ProcessHandle.current().pid());
        }
    }

    @Test
    void checkIsContentWhenAllIsFree() {
        Result result = runner.run("loopback", "check", "--network", network, "--hosts", "2", "--json");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("{\"network\":" + network + ",\"hosts\":2,\"ok\":true,\"problems\":[]}\n");
    }

    @Test
    @Tag("F16")
    @EnabledOnOs(OS.LINUX)
    void linuxNeedsNoAliasesAndIsToldSo() {
        for (String command : new String[] {"alias", "unalias"}) {
            Result result = runner.run("loopback", command, "--print");

            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).startsWith("nothing to do: Linux has all addresses");
            assertThat(result.out()).isEmpty();
        }
    }
}
