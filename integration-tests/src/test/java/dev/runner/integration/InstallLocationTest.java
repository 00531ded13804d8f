package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The release works in any directory, and through links. */
@IntegrationScenario
class InstallLocationTest {
    @Test
    @Tag("F14")
    void runsFromAnyDirectoryAndThroughALink(Sandbox sandbox) throws Exception {
        Path odd = Files.createDirectories(sandbox.directory().resolve("mein Läufer's «ключ» $HOME"));
        UnpackedRelease release = UnpackedRelease.unpack(odd);
        Path bin = Files.createDirectories(sandbox.directory().resolve("my bin"));
        Path link = Files.createSymbolicLink(bin.resolve("run it"), release.script("runner"));
        Path project = Files.createDirectories(sandbox.directory().resolve("プロジェクト 1"));

        CompletedCommand up = sandbox.startIn(
                        project,
                        Map.of("LC_ALL", "C.UTF-8"),
                        List.of(link.toString(), "up", "--hosts", "1", "--detach"))
                .finish()
                .expect(0);

        assertThat(up.err()).contains("default is ready after");
        JsonNode ps = sandbox.startIn(project, Map.of("LC_ALL", "C.UTF-8"), List.of(link.toString(), "ps", "--json"))
                .finish()
                .expect(0)
                .json();
        assertThat(Path.of(Sandbox.member(ps, "worker-0").get("directory").textValue()))
                .isEqualTo(project.resolve(".runner/default/members/worker-0"))
                .isDirectory();
        sandbox.startIn(project, Map.of("LC_ALL", "C.UTF-8"), List.of(link.toString(), "down"))
                .finish()
                .expect(0);
        sandbox.assertNothingAlive();
    }

    @Test
    void worksWithoutALocale(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP.replace("[sleep, '600']", "\"echo grüße; exec sleep 600\""));
        Map<String, String> plain = Map.of("LC_ALL", "C", "LANG", "C");

        sandbox.startIn(sandbox.directory(), plain, sandbox.runner("up", "-f", "nap.yaml", "--detach"))
                .finish()
                .expect(0);

        assertThat(sandbox.startIn(sandbox.directory(), plain, sandbox.runner("logs"))
                        .finish()
                        .expect(0)
                        .out())
                .isEqualTo("nap-0 | grüße\n");
    }

    @Test
    void aClusterIsFoundFromADirectoryBelow(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);
        sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0);
        Path below = Files.createDirectories(sandbox.directory().resolve("src/main"));

        CompletedCommand ps =
                sandbox.startIn(below, Map.of(), sandbox.runner("ps")).finish().expect(0);

        assertThat(ps.out()).contains("nap is ready");
    }

    @Test
    void theReleaseIsComplete(Sandbox sandbox) throws Exception {
        Path home = sandbox.release().home();
        for (String script : List.of("runner", "coordinator", "worker")) {
            assertThat(home.resolve("bin").resolve(script)).isExecutable();
        }
        assertThat(home.resolve("lib/runner.jar")).isRegularFile();
        assertThat(home.resolve("lib/members.jar")).isRegularFile();
        assertThat(sandbox.run("--version").expect(0).out()).startsWith("runner ");
        assertThat(sandbox.run("--help").expect(0).out()).contains("up", "down", "ps", "logs", "doctor", "completion");
        assertThat(sandbox.run("up", "--help").expect(0).out()).contains("Examples:", "--hosts");
        sandbox.run("doctor").expect(0);
    }
}
