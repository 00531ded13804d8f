package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operations on members of the running default cluster. Each test leaves all members ready. */
@IntegrationScenario
@Tag("R9")
class PauseSignalExecTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeAll
    static void up(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "2", "--detach").expect(0);
    }

    @Test
    void pausesAndResumesAWorker(Sandbox sandbox) throws Exception {
        long pid = sandbox.member("worker-1").get("pid").longValue();

        assertThat(sandbox.run("pause", "worker-1").expect(0).out()).isEqualTo("worker-1 paused (pid " + pid + ")\n");
        JsonNode ps = sandbox.ps();
        assertThat(ps.get("state").textValue()).isEqualTo("degraded");
        assertThat(Sandbox.member(ps, "worker-1").get("paused").booleanValue()).isTrue();
        assertThat(sandbox.run("ps").expect(0).out()).containsPattern("worker-1 +paused +" + pid);

        sandbox.run("resume", "worker-1").expect(0);
        assertThat(sandbox.run("wait").expect(0).out()).isEqualTo("default is ready\n");
        assertThat(sandbox.member("worker-1").get("pid").longValue()).isEqualTo(pid);
    }

    @Test
    void aPausedWorkerRestarts(Sandbox sandbox) throws Exception {
        sandbox.run("pause", "worker-0").expect(0);

        sandbox.run("restart", "worker-0").expect(0);

        sandbox.run("wait").expect(0);
        assertThat(sandbox.member("worker-0").get("paused").booleanValue()).isFalse();
    }

    @Test
    void sigquitPrintsAThreadDump(Sandbox sandbox) throws Exception {
        sandbox.run("kill", "--signal", "QUIT", "worker-0").expect(0);

        await().atMost(PATIENCE)
                .until(() -> sandbox.run("logs", "--since", "1m", "--grep", "Full thread dump", "worker-0")
                        .expect(0)
                        .out()
                        .startsWith("worker-0 | Full thread dump"));
        sandbox.run("wait").expect(0);
    }

    @Test
    void aWorkerEndedByASentSignalIsNotAFailure(Sandbox sandbox) throws Exception {
        sandbox.run("kill", "--signal", "TERM", "worker-1").expect(0);
        await().atMost(PATIENCE)
                .until(() -> sandbox.member("worker-1").get("state").textValue().equals("stopped"));

        assertThat(sandbox.run("ps").expect(0).out()).contains("killed by you (TERM)");
        assertThat(sandbox.run("wait", "--timeout", "300ms").expect(5).err())
                .contains("worker-1 is killed by you (TERM)");
        sandbox.run("start", "worker-1").expect(0);
        sandbox.run("wait").expect(0);
        assertThat(sandbox.events("default"))
                .anyMatch(event -> event.path("event").asText().equals("signalled")
                        && event.path("cause").asText().equals("runner kill --signal TERM"));
    }

    @Test
    void execRunsInTheMembersContext(Sandbox sandbox) throws Exception {
        JsonNode worker = sandbox.member("worker-1");
        CompletedCommand result = sandbox.run(
                "exec", "worker-1", "--", "sh", "-c", "echo $MULTIHOST_IP; pwd; echo to stderr >&2; exit 3");

        assertThat(result.expect(3).out())
                .isEqualTo(worker.get("address").textValue() + "\n"
                        + worker.get("directory").textValue() + "\n");
        assertThat(result.err()).isEqualTo("to stderr\n");
        sandbox.run("exec", "worker-1", "nosuch").expect(127);
        sandbox.run("exec", "worker-9", "true").expect(125);
    }

    @Test
    void execForwardsSignalsAndOutlivesTheMember(Sandbox sandbox) throws Exception {
        RunningCommand command = sandbox.start(
                "exec",
                "worker-0",
                "--",
                "sh",
                "-c",
                "trap 'echo heard; exit 9' TERM; echo up; while :; do sleep 0.05; done");
        command.awaitOut("^up$");

        sandbox.run("kill", "worker-0").expect(0);
        assertThat(command.isAlive()).isTrue();
        command.signal("TERM");

        assertThat(command.finish().expect(9).out()).endsWith("heard\n");
        sandbox.run("start", "worker-0").expect(0);
        sandbox.run("wait").expect(0);
    }

    @Test
    void aHostIsAddedRegistersAndIsRemoved(Sandbox sandbox) throws Exception {
        int hosts = JsonTreeReader.elements(sandbox.ps().get("members")).size() - 1;
        JsonNode added = sandbox.run("add", "--json").expect(0).json().get(0);
        String name = added.get("name").textValue();
        assertThat(added.get("address").textValue()).endsWith("." + hosts + ".1");
        sandbox.run("wait").expect(0);

        JsonNode ps = sandbox.ps();
        await().atMost(PATIENCE)
                .until(() -> SimpleHttpClient.get(
                                ps.get("coordinator").textValue() + "/api/v1/cluster/workers",
                                "x-api-key",
                                ps.get("apiKey").textValue())
                        .expect(200)
                        .json()
                        .toString()
                        .contains("\"" + name + "\""));

        assertThat(sandbox.run("remove", name).expect(0).out()).startsWith(name + " removed");
        assertThat(JsonTreeReader.texts(sandbox.ps().get("members"), "name")).doesNotContain(name);
        sandbox.run("wait").expect(0);
        sandbox.run("start", name).expect(4);
    }

    @Test
    void followingTheLogsEndsWithItsReader(Sandbox sandbox) throws Exception {
        List<String> pipe = List.of(
                "sh",
                "-c",
                "\"$0\" logs -f | head -n 1",
                sandbox.release().script("runner").toString());

        CompletedCommand result =
                sandbox.startIn(sandbox.directory(), Map.of(), pipe).finish(Duration.ofSeconds(20));

        assertThat(result.expect(0).out()).hasLineCount(1);
        assertThat(Files.exists(sandbox.cluster("default").resolve("logs/worker-0.log.times")))
                .isTrue();
    }
}
