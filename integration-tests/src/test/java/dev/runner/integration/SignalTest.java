package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and other signals. */
@IntegrationScenario
@Tag("F13")
class SignalTest {
    @Test
    void ctrlCStopsTheWholeCluster(Sandbox sandbox) throws Exception {
        RunningCommand up = sandbox.start("up", "--hosts", "2").awaitErr("look and stop:");
        assertThat(sandbox.alive()).hasSizeGreaterThanOrEqualTo(5); // manager, guardian, three members

        up.signal("INT");
        CompletedCommand result = up.finish().expect(130);

        sandbox.assertNothingAlive();
        assertThat(result.err()).contains("default has stopped; its data and logs stay in .runner/default");
        assertThat(result.err()).doesNotContain("runner:", "Exception");
        assertThat(sandbox.cluster("default").resolve("manager.json")).doesNotExist();
        assertThat(sandbox.cluster("default").resolve("api-key.header")).doesNotExist();
        sandbox.run("ps").expect(4);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void theExitCodeReflectsTheSignal(String signal, int exitCode, Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        RunningCommand up = sandbox.start("up", "-f", "nap.yaml").awaitErr("nap is ready after");

        up.signal(signal);
        up.finish().expect(exitCode);

        sandbox.assertNothingAlive();
        assertThat(sandbox.events("nap"))
                .filteredOn(event -> event.get("event").textValue().equals("cluster_stopping"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("cause").textValue()).isEqualTo("SIG" + signal));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void handlesASignalDuringTheStart(String signal, int exitCode, Sandbox sandbox) throws Exception {
        sandbox.write("slow.yaml", "members: {slow: {command: " + SampleSpecs.SLEEP + ", ready: {log: never}}}\n");
        RunningCommand up = sandbox.start("up", "-f", "slow.yaml").awaitErr("starting slow");

        up.signal(signal);
        up.finish().expect(exitCode);

        sandbox.assertNothingAlive();
    }

    @Test
    void handlesSigintEvenIfStartedWithItIgnored(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.addAll(sandbox.runner("up", "-f", "nap.yaml"));
        RunningCommand up =
                sandbox.startIn(sandbox.directory(), Map.of(), command).awaitErr("nap is ready after");

        up.signal("INT");

        up.finish().expect(130);
        sandbox.assertNothingAlive();
    }

    @Test
    void aSecondSignalKillsAtOnce(Sandbox sandbox) throws Exception {
        sandbox.write("stubborn.yaml", SampleSpecs.STUBBORN);
        RunningCommand up = sandbox.start("up", "-f", "stubborn.yaml").awaitErr("stubborn is ready after");

        up.signal("INT");
        up.awaitErr("is asked to stop|stopping");
        up.signal("INT");

        up.finish(Duration.ofSeconds(60)).expect(130);
        sandbox.assertNothingAlive();
    }

    @Test
    void killsMembersAfterTheirGrace(Sandbox sandbox) throws Exception {
        sandbox.write("stubborn.yaml", SampleSpecs.STUBBORN.replace("10m", "300ms"));
        RunningCommand up = sandbox.start("up", "-f", "stubborn.yaml").awaitErr("stubborn is ready after");

        up.signal("TERM");

        up.finish(Duration.ofSeconds(60)).expect(143);
        sandbox.assertNothingAlive();
    }

    @Test
    void stoppingAlsoEndsDaemonsThatLeftTheirSession(Sandbox sandbox) throws Exception {
        sandbox.write("daemons.yaml", SampleSpecs.DAEMONS.replace("10m", "200ms"));
        RunningCommand up = sandbox.start("up", "-f", "daemons.yaml").awaitErr("daemons is ready after");
        assertThat(sandbox.alive()).hasSizeGreaterThanOrEqualTo(3 * 4);

        up.signal("INT");

        up.finish(Duration.ofSeconds(20)).expect(130);
        sandbox.assertNothingAlive();
    }
}
