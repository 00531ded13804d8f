package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real cluster gives its members, writes down, keeps and sweeps. */
@Timeout(60)
class ProcessClusterTest {
    private static final String UP = "{command: 'echo up; exec sleep 60', ready: {log: up}}";

    @TempDir
    Path home;

    @Test
    @Tag("R5")
    @Tag("F2")
    @Tag("F9")
    void membersSeeWhoAndWhereTheyAre() throws Exception {
        String yaml = """
                name: shop
                hosts: 2
                apiKey: true
                members:
                  head: {on: coordinator, command: 'env; pwd; echo up; exec sleep 60', ready: {log: ^up}}
                  worker: {command: 'env; pwd; echo up; exec sleep 60', env: {COLOUR: 'red-{{ordinal}}'}, ready: {log: ^up}}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            int net = real.cluster.plan().network().number();
            String hosts = "127." + net + ".0.1,127." + net + ".1.1";
            assertThat(variables(real, "worker-1"))
                    .containsEntry("MULTIHOST_CLUSTER", "shop")
                    .containsEntry("MULTIHOST_MEMBER", "worker-1")
                    .containsEntry("MULTIHOST_ORDINAL", "1")
                    .containsEntry("MULTIHOST_IP", "127." + net + ".1.1")
                    .containsEntry("MULTIHOST_HOSTS", hosts)
                    .containsEntry("MULTIHOST_COORDINATOR", "http://127." + net + ".255.1:28080")
                    .containsEntry("MULTIHOST_API_KEY", String.valueOf(real.cluster.apiKey()))
                    .containsEntry("MULTIHOST_COOKIE", real.cluster.runId() + "/worker-1/1")
                    .containsEntry(
                            "MULTIHOST_NOTICES",
                            real.cluster.directory().resolve("notices").toString())
                    .containsEntry("COLOUR", "red-1")
                    .containsEntry("PATH", System.getenv("PATH"));
            assertThat(variables(real, "head"))
                    .containsEntry("MULTIHOST_MEMBER", "head")
                    .containsEntry("MULTIHOST_ORDINAL", "255")
                    .containsEntry("MULTIHOST_IP", "127." + net + ".255.1")
                    .containsEntry("MULTIHOST_HOSTS", hosts);
            assertThat(real.log("worker-1").lines())
                    .contains(
                            real.cluster.directory().resolve("members/worker-1").toString());
            assertThat(real.timeline()).noneMatch(line -> line.contains(String.valueOf(real.cluster.apiKey())));
        }
    }

    private static Map<String, String> variables(ClusterFixture real, String member) throws IOException {
        return real.log(member)
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, second) -> first));
    }

    @Test
    @Tag("R13")
    void theTimelineTellsAllThatHappenedWithItsCauses() throws Exception {
        String yaml = "members: {a: {command: 'test -e again && { echo up; exec sleep 60; }; touch again; exit 55',"
                + " ready: {log: up}, restart: {delay: 10ms}}}";
        ClusterFixture real = ClusterFixture.start(home, yaml);
        try (real) {
            real.awaitReady();
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
        }
        List<JsonNode> events = new ArrayList<>();
        for (String line : real.timeline()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly(
                        "cluster_starting",
                        "spawned",
                        "restart_requested",
                        "backing_off",
                        "spawned",
                        "ready",
                        "cluster_ready",
                        "cluster_stopping",
                        "stopping",
                        "exited",
                        "stopped",
                        "cluster_ended");
        assertThat(events)
                .allSatisfy(event -> assertThat(event.get("at").asText()).matches("\\d{4}-.*Z"));
        JsonNode restart = events.get(2);
        assertThat(restart.get("member").asText()).isEqualTo("a-0");
        assertThat(restart.get("incarnation").asInt()).isEqualTo(1);
        assertThat(restart.get("exitCode").asInt()).isEqualTo(55);
        assertThat(restart.get("cause").asText()).isEqualTo("exit code 55");
        assertThat(events.get(3).get("delayMillis").asInt()).isEqualTo(10);
        assertThat(events.get(4).get("pid").asLong()).isPositive();
        assertThat(events.get(7).get("cause").asText()).isEqualTo("runner down");
        assertThat(events.get(7).get("by").asText()).isEqualTo("operator");
        assertThat(events.get(7).get("action").asText()).isEqualTo("down");
        assertThat(events.get(9).get("signal").asText()).isEqualTo("TERM");
        assertThat(events.get(11).get("outcome").asText()).isEqualTo("stopped");
    }

    @Test
    @Tag("F18b")
    void whatADeadManagerLeftIsSweptAtTheNextStart() throws Exception {
        Path directory = Files.createDirectories(home.resolve(".runner/test"));
        StateOrigin here = StateOrigin.of(directory);
        Files.writeString(
                directory.resolve("processes.journal"),
                "at " + here.machine() + " " + here.directory() + " " + (1 << 23) + " 1\nrun deadrun\n");
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("MULTIHOST_COOKIE", "deadrun/a-0/1");
        Process leftover = builder.start();
        try (ClusterFixture real = ClusterFixture.prepare(home, "members: {a: " + UP + "}", Wish.NONE)) {
            await().until(() -> !leftover.isAlive());
            assertThat(real.timeline())
                    .anyMatch(
                            line -> line.contains("leftovers_swept") && line.contains(String.valueOf(leftover.pid())));
        } finally {
            leftover.destroyForcibly();
        }
    }

    @Test
    @Tag("F18b")
    void dataAndLogsStayUnlessAFreshStartIsWanted() throws Exception {
        String yaml =
                "members: {a: {command: 'echo life >> lives; cat lives; echo up; exec sleep 60', ready: {log: up}}}";
        run(yaml, Wish.NONE);
        assertThat(run(yaml, Wish.NONE)).isEqualTo("life\nup\nlife\nlife\nup\n");
        assertThat(run(yaml, Wish.anew())).isEqualTo("life\nup\n");
    }

    private String run(String yaml, Wish wish) throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, yaml, wish).awaitReady()) {
            return real.log("a-0");
        }
    }

    @Test
    @Tag("F18")
    void aCloseLeavesNothing() throws Exception {
        ClusterFixture real = ClusterFixture.start(home, "members: {a: " + UP + ", b: " + UP + "}");
        List<Long> pids;
        try (real) {
            real.awaitReady();
            pids = Stream.of(real.member("a-0").pid(), real.member("b-0").pid(), real.cluster.guardianPid())
                    .toList();
        }
        for (long pid : pids) {
            assertThat(ClusterReadinessTest.isAlive(pid)).isFalse();
        }
        assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.STOPPED);
        real.cluster.close();
    }
}
