package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members that end without a request. */
@IntegrationScenario
@Tag("F12")
class CrashTest {
    @Test
    void aKilledWorkerIsFatalAndStopsEverything(Sandbox sandbox) throws Exception {
        RunningCommand up = sandbox.start("up", "--hosts", "2").awaitErr("look and stop:");

        ProcInspector.signal("KILL", sandbox.member("worker-1").get("pid").longValue());
        CompletedCommand result = up.finish().expect(1);

        sandbox.assertNothingAlive();
        String log = sandbox.cluster("default").resolve("logs/worker-1.log").toString();
        assertThat(result.err())
                .containsPattern("runner: worker-1 ended with signal KILL \\(9\\) after [0-9.]+ m?s")
                .contains("last output:", "registered with http://127.", "log: " + log)
                .contains("default has failed; all members stopped");
        CompletedCommand ps = sandbox.run("ps", "--json").expect(1);
        assertThat(ps.json().get("state").textValue()).isEqualTo("failed");
        JsonNode dead = Sandbox.member(ps.json(), "worker-1");
        assertThat(dead.get("state").textValue()).isEqualTo("failed");
        assertThat(dead.get("pid").isNull()).isTrue();
        assertThat(dead.get("lastExit").get("signal").textValue()).isEqualTo("KILL");
        assertThat(sandbox.run("ps").expect(1).out()).contains("default has failed", "signal KILL", log);
        assertThat(sandbox.run("logs", "worker-1").expect(0).out()).contains("registered with");
    }

    @Test
    @Tag("F10")
    void onlyTheLastTwentyLinesAreInTheMessage(Sandbox sandbox) throws Exception {
        sandbox.write("loud.yaml", "members: {loud: {command: seq 1000; printf 'no newline'; exit 3}}\n");

        CompletedCommand up = sandbox.run("up", "-f", "loud.yaml").expect(1);

        assertThat(up.err())
                .contains("loud-0 ended with exit code 3 after", "\n    982\n", "\n    1000\n    no newline\n")
                .doesNotContain("\n    981\n");
        assertThat(up.out()).contains("loud-0 | 1\n", "loud-0 | 1000\n", "loud-0 | no newline");
    }

    @Test
    void keepGoingKeepsTheOthersRunning(Sandbox sandbox) throws Exception {
        sandbox.write("pair.yaml", "hosts: 2\nmembers: {pair: {command: " + SampleSpecs.SLEEP + "}}\n");
        RunningCommand up =
                sandbox.start("up", "-f", "pair.yaml", "--keep-going").awaitErr("pair is ready after");

        ProcInspector.signal("KILL", sandbox.member("pair-0").get("pid").longValue());
        up.awaitErr("runner: pair-0 ended with signal KILL .* after");

        JsonNode ps =
                await().until(sandbox::ps, now -> now.get("state").textValue().equals("degraded"));
        assertThat(Sandbox.member(ps, "pair-0").get("state").textValue()).isEqualTo("failed");
        assertThat(Sandbox.member(ps, "pair-1").get("state").textValue()).isEqualTo("ready");
        assertThat(ps.get("fatal").textValue()).contains("pair-0", "KILL");

        up.signal("INT");
        up.finish().expect(1);
        sandbox.assertNothingAlive();
        sandbox.run("ps").expect(1);
    }

    @Test
    @Tag("F12b")
    void endsWhenAllMembersHaveExited(Sandbox sandbox) throws Exception {
        sandbox.write("batch.yaml", "hosts: 3\nmembers: {batch: {command: 'sleep 0.4; echo done'}}\n");

        CompletedCommand up = sandbox.run("up", "-f", "batch.yaml").expect(0);

        sandbox.assertNothingAlive();
        assertThat(up.out()).contains("batch-0 | done", "batch-1 | done", "batch-2 | done");
        assertThat(up.err()).contains("batch has finished: all its members ended with exit code 0");
        sandbox.run("ps").expect(4);
    }

    @Test
    @Tag("F12b")
    void exitCode0IsNotAnError(Sandbox sandbox) throws Exception {
        sandbox.write("mixed.yaml", """
                members:
                  job: {command: "echo did it"}
                  server: {command: [sleep, "600"]}
                """);
        sandbox.run("up", "-f", "mixed.yaml", "--detach").expect(0);

        JsonNode ps = await().until(
                        sandbox::ps,
                        now -> Sandbox.member(now, "job-0")
                                .get("state")
                                .textValue()
                                .equals("stopped"));
        assertThat(ps.get("state").textValue()).isEqualTo("ready");
        assertThat(Sandbox.member(ps, "job-0").get("lastExit").get("code").intValue())
                .isZero();
    }

    @Test
    @Tag("F21")
    void aDeathDuringTheStartStopsTheCluster(Sandbox sandbox) throws Exception {
        sandbox.write("early.yaml", """
                members:
                  early: {command: "echo no configuration; exit 2", ready: {log: never, timeout: 10m}}
                  patient: {command: [sleep, "600"], ready: {log: never, timeout: 10m}}
                """);

        CompletedCommand up = sandbox.run("up", "-f", "early.yaml").expect(1);

        sandbox.assertNothingAlive();
        assertThat(up.err()).contains("early-0 ended with exit code 2", "no configuration");
        assertThat(up.took()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    @Tag("F11")
    @Tag("F21")
    void code55DuringTheStartIsARestart(Sandbox sandbox) throws Exception {
        sandbox.write("twice.yaml", """
                members:
                  twice:
                    command: "test -e seen || { touch seen; exit 55; }; echo here; exec sleep 600"
                    ready: {log: here}
                """);
        sandbox.run("up", "-f", "twice.yaml", "--detach").expect(0);

        JsonNode member = sandbox.member("twice-0");
        assertThat(member.get("restarts").intValue()).isEqualTo(1);
        assertThat(member.get("lastExit").get("code").intValue()).isEqualTo(55);
    }

    @Test
    @Tag("F11")
    void killsOrphansOfAMemberBeforeItsRestart(Sandbox sandbox) throws Exception {
        sandbox.write("messy.yaml", """
                members:
                  messy:
                    command: |
                      test -e seen && { echo alone; exec sleep 600; }
                      trap '' TERM
                      setsid sleep 601 &
                      sleep 602 &
                      touch seen
                      exit 55
                    ready: {log: alone}
                """);
        sandbox.run("up", "-f", "messy.yaml", "--detach").expect(0);

        assertThat(sandbox.alive())
                .extracting(ProcInspector.Seen::commandLine)
                .contains("sleep 600")
                .doesNotContain("sleep 601", "sleep 602");
    }

    @Test
    @Tag("F17")
    void tooManyRestartsAreFatal(Sandbox sandbox) throws Exception {
        sandbox.write("loop.yaml", """
                members:
                  loop:
                    command: exit 55
                    ready: {log: never}
                    restart: {delay: 10ms, maxDelay: 40ms, limit: 4, within: 60s}
                """);

        CompletedCommand up = sandbox.run("up", "-f", "loop.yaml").expect(1);

        sandbox.assertNothingAlive();
        assertThat(up.err()).contains("loop-0", "more than 4 times in 60 s");
        assertThat(sandbox.events("loop"))
                .filteredOn(event -> event.get("event").textValue().equals("backing_off"))
                .extracting(event -> event.get("delayMillis").intValue())
                .containsExactly(10, 20, 40, 40);
    }
}
