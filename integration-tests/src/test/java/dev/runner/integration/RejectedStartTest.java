package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that are refused before anything is spawned, and their messages. */
@IntegrationScenario
class RejectedStartTest {
    private static void assertNothingWasSpawned(Sandbox sandbox, String cluster) {
        sandbox.assertNothingAlive();
        Path events = sandbox.cluster(cluster).resolve("events.jsonl");
        if (Files.exists(events)) {
            assertThat(JsonTreeReader.lines(events))
                    .noneMatch(event -> event.get("event").textValue().equals("spawned"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "members: {a: {comand: x}}                               | comand",
                "members: {a: {command: x, after: [b]}}                  | b",
                "members: {a: {command: x, ports: [70000]}}              | 70000",
                "members: {a: {command: x, ready: {log: '('}}}           | regular expression",
                "members: {a: {command: x, stop: {grace: soon}}}         | soon",
                "members: {a: {command: 'echo {{nonsense}}'}}            | nonsense",
                "members: {a: {command: x, env: {MULTIHOST_IP: y}}}      | MULTIHOST_",
                "members: [                                              | bad.yaml",
                "hosts: 2                                                | members",
            })
    void aMistakeInASpecIsOneClearMessage(String spec, String named, Sandbox sandbox) throws Exception {
        sandbox.write("bad.yaml", spec + "\n");

        CompletedCommand up = sandbox.run("up", "-f", "bad.yaml").expect(2);

        assertThat(up.err())
                .startsWith("runner: ")
                .contains("bad.yaml")
                .contains(named)
                .doesNotContain("Exception", "\tat ");
        assertNothingWasSpawned(sandbox, "bad");
    }

    @Test
    void namesAMissingSpec(Sandbox sandbox) throws Exception {
        assertThat(sandbox.run("up", "-f", "gone.yaml").expect(2).err()).contains("gone.yaml");
    }

    @Test
    @Tag("F14")
    void aMissingProgramIsFoundBeforeAnythingIsSpawned(Sandbox sandbox) throws Exception {
        sandbox.write("half.yaml", """
                members:
                  fine: {command: [sleep, "600"]}
                  lost: {command: [no-such-program-anywhere, --now]}
                """);

        CompletedCommand up = sandbox.run("up", "-f", "half.yaml").expect(2);

        assertThat(up.err()).contains("lost", "command", "no-such-program-anywhere", "not on the PATH");
        assertNothingWasSpawned(sandbox, "half");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "255", "300", "-1"})
    @Tag("F20")
    void hostsAreNeverClamped(String hosts, Sandbox sandbox) throws Exception {
        CompletedCommand up = sandbox.run("up", "--hosts", hosts).expect(2);

        assertThat(up.err()).contains("--hosts", hosts, "254");
        assertThat(sandbox.directory()).isEmptyDirectory();
    }

    @Test
    void wrongUsageIsExitCode2(Sandbox sandbox) throws Exception {
        assertThat(sandbox.run("upp").expect(2).err()).contains("upp", "up");
        assertThat(sandbox.run("up", "--hostz", "2").expect(2).err()).contains("--hosts");
        assertThat(sandbox.run("up", "spec.yaml").expect(2).err()).contains("-f spec.yaml");
        assertThat(sandbox.run("up", "--network", "256").expect(2).err()).contains("--network", "256");
        assertThat(sandbox.run("up", "--hosts", "many").expect(2).err()).contains("--hosts", "many");
        assertThat(sandbox.run("stop").expect(2).err()).contains("MEMBER");
        assertThat(sandbox.run().expect(2).err()).contains("up");
    }

    @Test
    @Tag("R1")
    void namesTheProcessThatHoldsAPort(Sandbox sandbox) throws Exception {
        int network = ThreadLocalRandom.current().nextInt(170, 200); // beyond those that clusters lease
        String address = "127." + network + ".1.1";
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress(InetAddress.getByName(address), 28080));

            CompletedCommand up = sandbox.run("up", "--hosts", "2", "--network", String.valueOf(network))
                    .expect(3);

            assertThat(up.err())
                    .contains(
                            address + ":28080",
                            "held by",
                            "java",
                            "kill " + ProcessHandle.current().pid());
            assertNothingWasSpawned(sandbox, "default");
        }
    }

    @Test
    @Tag("R1")
    void detectsAListenerOnTheWildcardAddress(Sandbox sandbox) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            int port = holder.getLocalPort();
            sandbox.write(
                    "web.yaml",
                    "hosts: 3\nmembers: {web: {command: " + SampleSpecs.SLEEP + ", ports: [" + port + "]}}\n");

            CompletedCommand up = sandbox.run("up", "-f", "web.yaml").expect(3);

            assertThat(up.err())
                    .contains(
                            ":" + port,
                            "held by",
                            "wildcard address",
                            "java",
                            "kill " + ProcessHandle.current().pid());
            assertNothingWasSpawned(sandbox, "web");
        }
    }

    @Test
    @Tag("F8")
    void refusesALeasedNetwork(SharedForegroundCluster taken, Sandbox sandbox) throws Exception {
        CompletedCommand up = sandbox.run("up", "--hosts", "1", "--network", String.valueOf(taken.network()))
                .expect(3);

        assertThat(up.err())
                .contains(
                        "network " + taken.network() + " is in use by",
                        String.valueOf(taken.up().pid()),
                        "--network");
        assertNothingWasSpawned(sandbox, "default");
    }

    @Test
    @Tag("F8")
    void concurrentClustersGetDistinctNetworks(SharedForegroundCluster other, Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "1", "--detach").expect(0);

        JsonNode ps = sandbox.ps();

        assertThat(ps.get("network").asInt()).isNotEqualTo(other.network());
        for (JsonNode each : new JsonNode[] {ps, other.ps()}) {
            JsonNode workers = SimpleHttpClient.get(
                            each.get("coordinator").textValue() + "/api/v1/cluster/workers",
                            "x-api-key",
                            each.get("apiKey").textValue())
                    .expect(200)
                    .json();
            assertThat(workers.get("total").asInt())
                    .isEqualTo(each.get("members").size() - 1);
        }
    }

    @Test
    void aDryRunStartsAndWritesNothing(Sandbox sandbox) throws Exception {
        CompletedCommand plan = sandbox.run("up", "--hosts", "2", "--dry-run").expect(0);

        assertThat(plan.out()).contains("coordinator", "worker-0", "worker-1");
        assertThat(sandbox.run("up", "--hosts", "2", "--dry-run", "--json")
                        .expect(0)
                        .json()
                        .get("members"))
                .hasSize(3);
        assertThat(sandbox.directory()).isEmptyDirectory();
    }

    @Test
    void reportsAMissingMembersJar(Sandbox sandbox) throws Exception {
        Path home = Files.createDirectories(sandbox.directory().resolve("broken"));
        UnpackedRelease broken = UnpackedRelease.unpack(home);
        Files.delete(broken.home().resolve("lib/members.jar"));

        CompletedCommand up = sandbox.startIn(
                        sandbox.directory(),
                        Map.of(),
                        List.of(broken.script("runner").toString(), "up", "--hosts", "1"))
                .finish();

        assertThat(up.exitCode()).isIn(2, 3);
        assertThat(up.err()).contains("members.jar");
        assertNothingWasSpawned(sandbox, "default");
    }
}
