package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the manager leaves no process, whatever it was doing. */
@Tag("alone")
@IntegrationScenario
@Tag("F18")
class ManagerKillTest {
    private static final Duration ALLOWED = Duration.ofSeconds(2);

    private static RunningCommand daemons(Sandbox sandbox, String... more) throws IOException {
        sandbox.write("daemons.yaml", SampleSpecs.DAEMONS);
        String[] words = new String[more.length + 3];
        System.arraycopy(new String[] {"up", "-f", "daemons.yaml"}, 0, words, 0, 3);
        System.arraycopy(more, 0, words, 3, more.length);
        return sandbox.start(words);
    }

    private static void kill(Sandbox sandbox, RunningCommand manager) throws InterruptedException {
        manager.signal("KILL");
        sandbox.awaitNothingAlive(ALLOWED);
        manager.finish().expect(128 + 9);
    }

    private static void assertPsTellsThatItDied(Sandbox sandbox, RunningCommand manager) throws Exception {
        CompletedCommand ps = sandbox.run("ps", "--json").expect(1);
        assertThat(ps.json().get("state").textValue()).isEqualTo("failed");
        assertThat(ps.out()).doesNotContain("\"ready\"");
        assertThat(sandbox.run("ps").expect(1).out()).contains("the manager (pid " + manager.pid() + ") died");
    }

    @Test
    void whenItsMembersHaveJustBeenSpawned(Sandbox sandbox) throws Exception {
        RunningCommand manager = daemons(sandbox);
        await().pollInterval(Duration.ofMillis(2)).until(() -> eventIn(sandbox, "spawned"));

        kill(sandbox, manager);

        assertPsTellsThatItDied(sandbox, manager);
    }

    @Test
    void whileItsMembersStart(Sandbox sandbox) throws Exception {
        sandbox.write("daemons.yaml", SampleSpecs.DAEMONS.replace("{log: grown}", "{log: never}"));
        RunningCommand manager = sandbox.start("up", "-f", "daemons.yaml").awaitOut("^tree-2 \\| grown$");
        assertThat(sandbox.alive()).hasSizeGreaterThan(3 * 4);

        kill(sandbox, manager);

        assertPsTellsThatItDied(sandbox, manager);
    }

    @Test
    void whenTheClusterIsReady(Sandbox sandbox) throws Exception {
        RunningCommand manager = daemons(sandbox).awaitErr("daemons is ready after");
        assertThat(sandbox.alive()).hasSizeGreaterThan(3 * 4);

        kill(sandbox, manager);

        assertPsTellsThatItDied(sandbox, manager);
        assertThat(sandbox.run("down").expect(0).out()).contains("Its manager had died before.");
        sandbox.run("ps").expect(4);
    }

    @Test
    void whileItStopsTheCluster(Sandbox sandbox) throws Exception {
        RunningCommand manager = daemons(sandbox).awaitErr("daemons is ready after");
        manager.signal("INT");
        await().pollInterval(Duration.ofMillis(2)).until(() -> eventIn(sandbox, "cluster_stopping"));

        kill(sandbox, manager);

        assertPsTellsThatItDied(sandbox, manager);
    }

    @Test
    void theDefaultClusterInTheBackground(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "2", "--detach").expect(0);

        ProcInspector.signal("KILL", sandbox.ps().get("manager").get("pid").longValue());

        sandbox.awaitNothingAlive(ALLOWED);
        sandbox.run("ps").expect(1);
    }

    @Test
    void theGuardianIsReplacedWhenItDies(Sandbox sandbox) throws Exception {
        RunningCommand manager = daemons(sandbox).awaitErr("daemons is ready after");
        Path file = sandbox.cluster("daemons").resolve("manager.json");
        long first =
                JsonTreeReader.parse(Files.readString(file)).get("guardianPid").longValue();

        ProcInspector.signal("KILL", first);
        await().until(() -> {
            long now = JsonTreeReader.parse(Files.readString(file))
                    .get("guardianPid")
                    .longValue();
            return now != first && now != 0;
        });

        kill(sandbox, manager);
    }

    @Test
    @Tag("F18b")
    void downReapsWhatManagerAndGuardianLeftWhenBothWereKilled(Sandbox sandbox) throws Exception {
        sandbox.write("daemons.yaml", SampleSpecs.DAEMONS);
        sandbox.run("up", "-f", "daemons.yaml", "--detach").expect(0);
        JsonNode file =
                JsonTreeReader.parse(Files.readString(sandbox.cluster("daemons").resolve("manager.json")));
        long manager = file.get("pid").longValue();
        ProcInspector.signal("STOP", manager); // so that it does not replace the guardian
        ProcInspector.signal("KILL", file.get("guardianPid").longValue());
        ProcInspector.signal("KILL", manager);
        await().until(() -> !ProcInspector.isAlive(manager)
                && !ProcInspector.isAlive(file.get("guardianPid").longValue()));
        assertThat(sandbox.alive()).hasSizeGreaterThan(3 * 4);

        assertThat(sandbox.run("ps").expect(1).out())
                .contains("the manager (pid " + manager + ") died; `runner down` stops what it may have left running.");
        CompletedCommand down = sandbox.run("down").expect(0);

        sandbox.assertNothingAlive();
        assertThat(down.out())
                .containsPattern("died before, and its guardian too: killed [1-9][0-9]+ processes that they left");
        sandbox.run("ps").expect(4);
    }

    @Test
    @Tag("F18b")
    void theNextUpKeepsTheDataAndFreshEmptiesIt(Sandbox sandbox) throws Exception {
        RunningCommand first = daemons(sandbox).awaitErr("daemons is ready after");
        kill(sandbox, first);
        Path data = sandbox.cluster("daemons").resolve("members/tree-0/data");
        assertThat(data).content().isEqualTo("kept\n");

        daemons(sandbox, "--detach").finish().expect(0);
        assertThat(data).content().isEqualTo("kept\nkept\n");
        assertThat(sandbox.ps().get("state").textValue()).isEqualTo("ready");
        sandbox.run("kill", "tree-0", "tree-1", "tree-2").expect(0);
        sandbox.run("down").expect(0);

        daemons(sandbox, "--fresh", "--detach").finish().expect(0);
        assertThat(data).content().isEqualTo("kept\n");
        assertThat(sandbox.events("daemons"))
                .filteredOn(event -> event.get("event").textValue().equals("cluster_starting"))
                .hasSize(1);
        sandbox.run("kill", "tree-0", "tree-1", "tree-2").expect(0);
    }

    @Test
    @Tag("F18b")
    void aSecondUpBesideALiveOneIsRefusedWithTheRemedy(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0);
        JsonNode before = sandbox.ps();

        for (String[] more : new String[][] {{}, {"--detach"}, {"--fresh"}}) {
            String[] words = new String[more.length + 3];
            System.arraycopy(new String[] {"up", "-f", "nap.yaml"}, 0, words, 0, 3);
            System.arraycopy(more, 0, words, 3, more.length);
            CompletedCommand second = sandbox.run(words).expect(3);
            assertThat(second.err()).contains("is running already", "`runner down`", "--name");
        }

        assertThat(sandbox.ps()).isEqualTo(before);
    }

    private static boolean eventIn(Sandbox sandbox, String event) {
        Path file = sandbox.cluster("daemons").resolve("events.jsonl");
        return Files.exists(file)
                && JsonTreeReader.lines(file).stream()
                        .anyMatch(line -> line.get("event").textValue().equals(event));
    }
}
