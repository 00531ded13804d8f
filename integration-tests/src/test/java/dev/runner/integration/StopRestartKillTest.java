package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Restarts, stops and kills one member without an effect on the others. Each test leaves all members ready.
 */
@IntegrationScenario
class StopRestartKillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ALL = List.of("coordinator", "worker-0", "worker-1", "worker-2");

    @BeforeAll
    static void up(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "3", "--detach").expect(0);
    }

    private static Map<String, Long> pids(JsonNode ps) {
        return JsonTreeReader.elements(ps.get("members")).stream()
                .collect(Collectors.toMap(
                        member -> member.get("name").textValue(),
                        member -> member.get("pid").longValue()));
    }

    private static long pid(JsonNode ps, String member) {
        return Sandbox.member(ps, member).get("pid").longValue();
    }

    private static JsonNode awaitState(Sandbox sandbox, String state) throws Exception {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(sandbox::ps, ps -> ps.get("state").textValue().equals(state));
    }

    /** The coordinator's view of its workers, by their ids. */
    private static Map<String, String> workers(JsonNode ps) throws Exception {
        String url = ps.get("coordinator").textValue() + "/api/v1/cluster/workers";
        JsonNode workers = SimpleHttpClient.get(
                        url, "x-api-key", ps.get("apiKey").textValue())
                .expect(200)
                .json()
                .get("workers");
        return JsonTreeReader.elements(workers).stream()
                .collect(Collectors.toMap(
                        worker -> worker.get("id").textValue(),
                        worker -> worker.get("status").textValue()));
    }

    private static void assertAllRegistered(Sandbox sandbox) throws Exception {
        assertThat(workers(sandbox.ps()))
                .containsOnly(
                        Map.entry("worker-0", "ready"), Map.entry("worker-1", "ready"), Map.entry("worker-2", "ready"));
    }

    @Test
    @Tag("F11")
    @Tag("V8")
    @Tag("V46")
    void aRestartedWorkerRegistersAgain(Sandbox sandbox) throws Exception {
        JsonNode before = sandbox.ps();
        Instant asked = Instant.now();
        JsonNode worker = Sandbox.member(before, "worker-1");
        String url = "http://" + worker.get("address").textValue() + ":28080/api/v1/restart";
        assertThat(SimpleHttpClient.post(url).status()).isEqualTo(401);

        SimpleHttpClient.post(url, "x-api-key", before.get("apiKey").textValue())
                .expect(202);

        JsonNode after = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        sandbox::ps,
                        ps -> ps.get("state").textValue().equals("ready")
                                && pid(ps, "worker-1") != pid(before, "worker-1"));
        JsonNode again = Sandbox.member(after, "worker-1");
        assertThat(again.get("restarts").asInt())
                .isEqualTo(worker.get("restarts").asInt() + 1);
        assertThat(again.get("lastExit").get("code").intValue()).isEqualTo(55);
        assertThat(Instant.parse(again.get("lastExit").get("at").textValue())).isBetween(asked, Instant.now());
        for (String other : List.of("coordinator", "worker-0", "worker-2")) {
            assertThat(Sandbox.member(after, other)).isEqualTo(Sandbox.member(before, other));
        }
        assertThat(ProcInspector.isAlive(worker.get("pid").longValue())).isFalse();
        assertAllRegistered(sandbox);
    }

    @Test
    @Tag("V46")
    void theCoordinatorRestartsAllWorkersInTurn(Sandbox sandbox) throws Exception {
        JsonNode before = sandbox.ps();
        int seen = sandbox.events("default").size();
        String url = before.get("coordinator").textValue() + "/api/v1/cluster/restart";
        String key = before.get("apiKey").textValue();
        assertThat(SimpleHttpClient.post(url).status()).isEqualTo(401);

        SimpleHttpClient.post(url, "x-api-key", key).expect(202);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            JsonNode now = sandbox.ps();
            return now.get("state").textValue().equals("ready")
                    && List.of("worker-0", "worker-1", "worker-2").stream()
                            .noneMatch(worker -> pid(now, worker) == pid(before, worker));
        });
        assertThat(pid(sandbox.ps(), "coordinator")).isEqualTo(pid(before, "coordinator"));
        await().atMost(PATIENCE).untilAsserted(() -> assertAllRegistered(sandbox));
        List<String> asked = members(sandbox, seen, "restart_requested");
        assertThat(asked).containsExactlyInAnyOrder("worker-0", "worker-1", "worker-2");
        assertThat(members(sandbox, seen, "ready")).isEqualTo(asked);
    }

    private static List<String> members(Sandbox sandbox, int seen, String event) {
        return sandbox.events("default").stream()
                .skip(seen)
                .filter(each -> each.get("event").textValue().equals(event))
                .map(each -> each.get("member").textValue())
                .toList();
    }

    @Test
    @Tag("R9")
    void aStoppedMemberStaysStopped(Sandbox sandbox) throws Exception {
        assertThat(sandbox.run("stop", "worker-2").expect(0).out()).isEqualTo("worker-2 stopped\n");

        JsonNode ps = sandbox.ps();
        assertThat(ps.get("state").textValue()).isEqualTo("degraded");
        assertThat(Sandbox.member(ps, "worker-2").get("state").textValue()).isEqualTo("stopped");
        assertThat(Sandbox.member(ps, "worker-2").get("pid").isNull()).isTrue();
        assertThat(ps.get("fatal").isNull()).isTrue();
        sandbox.run("stop", "worker-2").expect(0);

        CompletedCommand start = sandbox.run("start", "worker-2").expect(0);

        JsonNode back = awaitState(sandbox, "ready");
        assertThat(start.out()).isEqualTo("worker-2 started (pid " + pid(back, "worker-2") + ")\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertAllRegistered(sandbox));
    }

    @Test
    @Tag("R9")
    void aKilledMemberStaysStopped(Sandbox sandbox) throws Exception {
        long pid = sandbox.member("worker-0").get("pid").longValue();

        sandbox.run("kill", "worker-0").expect(0);

        JsonNode killed = sandbox.member("worker-0");
        assertThat(ProcInspector.isAlive(pid)).isFalse();
        assertThat(killed.get("state").textValue()).isEqualTo("stopped");
        assertThat(killed.get("lastExit").get("signal").textValue()).isEqualTo("KILL");
        sandbox.run("start", "worker-0").expect(0);
        awaitState(sandbox, "ready");
        await().atMost(PATIENCE).untilAsserted(() -> assertAllRegistered(sandbox));
    }

    @Test
    @Tag("R9")
    @Tag("V4")
    void afterARestartOfTheCoordinatorTheWorkersRegisterAgain(Sandbox sandbox) throws Exception {
        JsonNode before = sandbox.ps();

        sandbox.run("restart", "coordinator").expect(0);

        JsonNode after = awaitState(sandbox, "ready");
        assertThat(pids(after)).hasSize(ALL.size());
        assertThat(ALL)
                .filteredOn(member -> pid(after, member) != pid(before, member))
                .containsExactly("coordinator");
        await().atMost(PATIENCE).untilAsserted(() -> assertAllRegistered(sandbox));
    }

    @Test
    @Tag("R9")
    void exitCodeIs4ForAnUnknownMember(Sandbox sandbox) throws Exception {
        JsonNode before = sandbox.ps();
        Function<String, String> message = name -> "runner: 'default' has no member '" + name + "'";

        for (String command : List.of("stop", "start", "restart", "kill")) {
            assertThat(sandbox.run(command, "worker-0", "worker-9").expect(4).err())
                    .startsWith(message.apply("worker-9"));
        }
        assertThat(sandbox.run("logs", "worker-9").expect(4).err()).contains("worker-9");
        assertThat(pids(sandbox.ps())).isEqualTo(pids(before));
    }
}
