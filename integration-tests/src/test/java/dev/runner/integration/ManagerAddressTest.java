package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Short commands trust nobody who listens at the address of a manager and is not that manager. */
@IntegrationScenario
@Tag("R10")
class ManagerAddressTest {
    /** Listens, as user nobody where root starts it, tells what it is sent, and answers everything with 200. */
    private static final String STRANGER = """
            use IO::Socket::INET;
            if ($> == 0) { $) = '65534 65534'; $( = 65534; $< = $> = 65534; }
            my ($address, $port) = @ARGV;
            my $socket = IO::Socket::INET->new(LocalAddr => $address, LocalPort => $port, Listen => 5, ReuseAddr => 1)
                or die $!;
            $| = 1;
            print 'listens on ', $socket->sockport, " as $>\\n";
            while (my $connection = $socket->accept) {
                next unless sysread $connection, my $request, 4096;
                print "was sent: $request\\n";
                print $connection "HTTP/1.1 200 OK\\r\\n\\r\\n{}";
            }
            """;

    private static final Map<List<String>, Integer> COMMANDS = Map.of(
            List.of("ps"), 1,
            List.of("exec", "nap-0", "--", "true"), 125,
            List.of("stop", "nap-0"), 4,
            List.of("add"), 4,
            List.of("wait"), 1,
            List.of("logs"), 0);

    @Test
    void whoeverHasTheAddressOfADeadManagerIsSentNothing(Sandbox sandbox) throws Exception {
        JsonNode manager = up(sandbox);
        ProcInspector.signal("KILL", manager.get("pid").longValue());
        sandbox.awaitNothingAlive(Duration.ofSeconds(60));
        URI api = URI.create(manager.get("api").textValue());
        RunningCommand stranger = listen(sandbox, api.getHost(), api.getPort());

        for (Map.Entry<List<String>, Integer> command : COMMANDS.entrySet()) {
            CompletedCommand completed =
                    sandbox.run(command.getKey().toArray(String[]::new)).expect(command.getValue());
            assertThat(completed.out() + completed.err()).doesNotContain("Exception");
        }
        assertThat(sandbox.run("ps").out()).contains("the manager (pid " + manager.get("pid") + ") died");
        sandbox.run("down").expect(0);

        assertThat(stranger.out()).doesNotContain("was sent");
        stranger.signal("KILL");
    }

    /** A manager that ends has given its address back for a moment before its process is gone. */
    @Test
    void anotherUsersListenerIsSentNothingWhileTheManagerLives(Sandbox sandbox) throws Exception {
        assumeTrue(System.getProperty("user.name", "").equals("root"), "only root can become another user");
        JsonNode manager = up(sandbox);
        String api = manager.get("api").textValue();
        RunningCommand stranger = listen(sandbox, URI.create(api).getHost(), 0);
        String port = stranger.out().split(" ", -1)[2];
        Path file = sandbox.cluster("nap").resolve("manager.json");
        String right = Files.readString(file);
        Files.writeString(file, right.replaceAll(":[0-9]+\"", ":" + port + "\""));
        assertThat(Files.readString(file)).isNotEqualTo(right);

        assertThat(sandbox.run("ps").expect(1).err())
                .contains(":" + port + " belongs to another user than you, so the manager of 'nap' (pid "
                        + manager.get("pid") + ") was asked nothing. The manager is alive: ");
        sandbox.run("exec", "nap-0", "--", "true").expect(125);

        assertThat(stranger.out()).doesNotContain("was sent");
        stranger.signal("KILL");
        Files.writeString(file, right);
        sandbox.run("exec", "nap-0", "--", "true").expect(0);
    }

    private static JsonNode up(Sandbox sandbox) throws IOException, InterruptedException {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0);
        return sandbox.ps().get("manager");
    }

    private static RunningCommand listen(Sandbox sandbox, String address, int port) throws IOException {
        List<String> perl = List.of("perl", "-e", STRANGER, address, String.valueOf(port));
        return sandbox.startIn(Path.of("/"), Map.of(), perl).awaitOut("^listens on ");
    }
}
