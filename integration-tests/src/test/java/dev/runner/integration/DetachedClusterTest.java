package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster in the background, controlled from other terminals. */
@IntegrationScenario
@Tag("R9")
class DetachedClusterTest {
    @Test
    void returnsWhenReadyAndHoldsNoPipe(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);

        CompletedCommand up = sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0); // waits for both pipes' ends

        assertThat(up.err()).contains("nap is ready after", "look and stop:").doesNotContain("Ctrl-C");
        assertThat(up.out()).isEmpty();
        assertThat(sandbox.ps().get("state").textValue()).isEqualTo("ready");
    }

    @Test
    void keepsNoDescriptorOfItsCaller(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec 7>seven 200>two-hundred; \"$@\"", "bash"));
        command.addAll(sandbox.runner("up", "-f", "nap.yaml", "--detach"));

        sandbox.startIn(sandbox.directory(), Map.of(), command).finish().expect(0);

        for (ProcInspector.Seen process : sandbox.alive()) {
            try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
                assertThat(open.map(Path::toFile).map(File::getAbsoluteFile).map(DetachedClusterTest::target))
                        .as(process.commandLine())
                        .noneMatch(target -> target.endsWith("seven") || target.endsWith("two-hundred"));
            }
        }
    }

    private static String target(File link) {
        try {
            return link.getCanonicalPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesWhatIsInTheWayOfItsLog(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        Files.writeString(sandbox.directory().resolve(".runner"), "");
        for (List<String> more : List.of(List.<String>of(), List.of("--detach"))) {
            List<String> arguments = new ArrayList<>(List.of("up", "-f", "nap.yaml"));
            arguments.addAll(more);

            assertThat(sandbox.run(arguments.toArray(String[]::new)).expect(3).err())
                    .contains("the cluster's directory ", "cannot be written: ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void printsJsonOnRequest(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);

        JsonNode up = sandbox.run("up", "-f", "nap.yaml", "--detach", "--json")
                .expect(0)
                .json();

        assertThat(up).isEqualTo(sandbox.ps());
    }

    @Test
    void anInterruptBeforeItIsReadyStopsIt(Sandbox sandbox) throws Exception {
        sandbox.write("slow.yaml", "members: {slow: {command: exec sleep 600, ready: {log: never}}}\n");
        RunningCommand up = sandbox.start("up", "-f", "slow.yaml", "--detach").awaitErr("starting slow: 1 member");

        up.signal("INT");

        assertThat(up.finish().expect(130).err()).contains("slow has stopped");
        sandbox.assertNothingAlive();
    }

    @Test
    @Tag("V5")
    void itsKeyIsOnNoCommandLineAndInNoLog(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", "apiKey: true\n" + SampleSpecs.NAP);

        sandbox.run("up", "-f", "nap.yaml", "--detach", "--api-key", "s3cr3t-key")
                .expect(0);

        assertThat(sandbox.alive()).noneMatch(process -> process.commandLine().contains("s3cr3t-key"));
        Path cluster = sandbox.directory().resolve(".runner/nap");
        assertThat(cluster.resolve("manager.json")).content().contains("s3cr3t-key");
        assertThat(cluster.resolve("manager.log")).content().doesNotContain("s3cr3t-key");
        assertThat(cluster.resolve("events.jsonl")).content().doesNotContain("s3cr3t-key");
    }

    @Test
    void outlivesItsTerminal(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", "\"$@\"; echo ready $?; sleep 600", "sh"));
        command.addAll(sandbox.runner("up", "-f", "nap.yaml", "--detach"));
        RunningCommand terminal = sandbox.startIn(sandbox.directory(), Map.of(), command);
        terminal.awaitOut("^ready 0$");
        long manager = sandbox.ps().get("manager").get("pid").longValue();
        long session = sandbox.alive().stream()
                .filter(process -> process.commandLine().equals("sleep 600") && process.session() != process.pid())
                .map(ProcInspector.Seen::session)
                .findFirst()
                .orElseThrow();

        assertThat(ProcInspector.session(manager)).isEqualTo(manager).isNotEqualTo(session);
        ProcInspector.signal("HUP", -session);
        terminal.finish();

        assertThat(sandbox.ps().get("state").textValue()).isEqualTo("ready");
    }

    @ParameterizedTest
    @Tag("V5")
    @CsvSource({"--api-key=, is empty", "--api-key EMPTY, is empty", "--api-key, --api-key"})
    void aKeyThatIsMissingIsNoKeyForAll(String option, String message, Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", "apiKey: true\n" + SampleSpecs.NAP);
        for (String detach : List.of("", " --detach")) {
            String line = "\"$@\"" + detach + " " + option.replace("EMPTY", "\"\"");
            List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
            command.addAll(sandbox.runner("up", "-f", "nap.yaml"));

            CompletedCommand up =
                    sandbox.startIn(sandbox.directory(), Map.of(), command).finish();

            assertThat(up.expect(2).err()).contains(message);
            sandbox.assertNothingAlive();
        }
    }

    @Test
    @Tag("F12")
    void aManagerThatIsKilledBeforeItsClusterIsReadyIsSaidByUp(Sandbox sandbox) throws Exception {
        sandbox.write("slow.yaml", "members: {slow: {command: exec sleep 600, ready: {log: never}}}\n");
        RunningCommand up = sandbox.start("up", "-f", "slow.yaml", "--detach").awaitErr("starting slow: 1 member");

        ProcessHandle manager = sandbox.alive().stream()
                .filter(process -> process.commandLine().contains("multihost.status.fd"))
                .map(process -> ProcessHandle.of(process.pid()).orElseThrow())
                .findFirst()
                .orElseThrow();
        manager.destroyForcibly();

        assertThat(up.finish().expect(1).err())
                .contains("runner: the manager (pid " + manager.pid() + ") was ended by signal KILL before");
        sandbox.awaitNothingAlive(Duration.ofSeconds(20));
    }

    @Test
    void downReturnsWhenEverythingHasEnded(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "1", "--detach").expect(0);
        // Manager, guardian, coordinator, worker; and a second guardian, which comes a little later.
        assertThat(sandbox.alive())
                .filteredOn(process -> !process.commandLine().endsWith("standby.sh"))
                .hasSize(4);

        CompletedCommand down = sandbox.run("down").expect(0);

        sandbox.assertNothingAlive();
        assertThat(down.out()).startsWith("default is down (");
        CompletedCommand ps = sandbox.run("ps").expect(4);
        assertThat(ps.err()).contains("no cluster is running here: 'default'", "`runner up`");
        sandbox.run("ps", "--json").expect(4);
        sandbox.run("down").expect(4);
    }

    @Test
    void downFromAnotherTerminalEndsUpWith0(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        RunningCommand up = sandbox.start("up", "-f", "nap.yaml").awaitErr("nap is ready after");

        sandbox.run("down").expect(0);

        sandbox.assertNothingAlive();
        up.finish().expect(0);
    }

    @Test
    @Tag("F10")
    void quietUpOmitsMembersOutput(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", "members: {nap: {command: echo hello; exec sleep 600, ready: {log: hello}}}\n");
        RunningCommand up = sandbox.start("up", "-f", "nap.yaml", "--quiet").awaitErr("look and stop:.* Ctrl-C here");

        sandbox.run("down").expect(0);

        CompletedCommand ended = up.finish().expect(0);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).containsPattern("nap-0 +ready after").doesNotContain("hello");
        assertThat(sandbox.run("logs").expect(0).out()).isEqualTo("nap-0 | hello\n");
    }

    @Test
    @Tag("F10")
    void logsAreFollowedThroughARestartAndToTheEnd(Sandbox sandbox) throws Exception {
        sandbox.write("echo.yaml", """
                members:
                  echo: {command: "echo born as $MULTIHOST_COOKIE; exec sleep 600"}
                """);
        sandbox.run("up", "-f", "echo.yaml", "--detach").expect(0);
        RunningCommand logs = sandbox.start("logs", "-f").awaitOut("^echo-0 \\| born as .*/echo-0/1$");

        sandbox.run("restart", "echo-0").expect(0);
        logs.awaitOut("^echo-0 \\| born as .*/echo-0/2$");
        sandbox.run("down").expect(0);

        CompletedCommand followed = logs.finish().expect(0);
        assertThat(followed.out().lines()).hasSize(2);
        assertThat(sandbox.run("logs", "-n", "1").expect(0).out())
                .contains("/echo-0/2")
                .hasLineCount(1);
    }

    @Test
    void logsEndQuietlyWhenTheReaderCloses(Sandbox sandbox) throws Exception {
        sandbox.write(
                "chatty.yaml", "members: {chatty: {command: seq 100000; exec sleep 600, ready: {log: ^100000$}}}\n");
        sandbox.run("up", "-f", "chatty.yaml", "--detach").expect(0);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" | head -n 1", "sh"));
        command.addAll(sandbox.runner("logs", "-n", "100000"));

        CompletedCommand head =
                sandbox.startIn(sandbox.directory(), Map.of(), command).finish();

        assertThat(head.expect(0).out()).isEqualTo("chatty-0 | 1\n");
        assertThat(head.err()).isEmpty();
    }

    @Test
    @Tag("F12")
    void aFatalErrorIsShownByUpBeforeItIsReadyAndByPsAfterwards(Sandbox sandbox) throws Exception {
        sandbox.write("bad.yaml", "members: {bad: {command: echo my last words; exit 7, ready: {log: never}}}\n");

        CompletedCommand up = sandbox.run("up", "-f", "bad.yaml", "--detach").expect(1);

        sandbox.assertNothingAlive();
        assertThat(up.err()).contains("bad-0 ended with exit code 7", "my last words", "bad-0.log");
        assertThat(sandbox.run("ps").expect(1).out()).contains("bad has failed", "bad-0 ended with exit code 7");
        assertThat(sandbox.run("logs").expect(0).out()).contains("bad-0 | my last words");
    }

    @Test
    void aSpecMistakeIsShownByUp(Sandbox sandbox) throws Exception {
        sandbox.write("bad.yaml", "members: {bad: {comand: x}}\n");

        assertThat(sandbox.run("up", "-f", "bad.yaml", "--detach").expect(2).err())
                .contains("comand", "command");
        sandbox.assertNothingAlive();
    }

    @Test
    void distinguishesClustersByName(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        sandbox.run("up", "-f", "nap.yaml", "--name", "one", "--detach").expect(0);
        sandbox.run("up", "-f", "nap.yaml", "--name", "two", "--detach").expect(0);

        assertThat(sandbox.run("ps").expect(2).err()).contains("one, two", "--name");
        assertThat(sandbox.run("ps", "--json", "--name", "two")
                        .expect(0)
                        .json()
                        .get("cluster")
                        .textValue())
                .isEqualTo("two");
        assertThat(sandbox.run("ps", "--name", "three").expect(4).err()).contains("one, two");
        sandbox.run("down", "--name", "one").expect(0);
        await().untilAsserted(() ->
                assertThat(sandbox.ps().get("cluster").textValue()).isEqualTo("two"));
    }
}
