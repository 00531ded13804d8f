package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a cluster keeps from one run to the next, and through changes of its members. */
@IntegrationScenario
class KeptPlacementTest {
    private static final String SPEC = """
            hosts: 2
            members:
              db:
                command: |
                  test $MULTIHOST_ORDINAL -lt 2 || test -e "{{spec.dir}}/more" || exit 9
                  echo data > data
                  exec sleep 600
                ready: {command: [test, -e, data]}
            """;

    @Test
    @Tag("F8")
    void aClusterKeepsItsNetworkAndItsHosts(Sandbox sandbox) throws Exception {
        sandbox.write("db.yaml", SPEC);
        int network = ThreadLocalRandom.current().nextInt(170, 200); // beyond those that clusters lease
        sandbox.run("up", "-f", "db.yaml", "--detach", "--network", String.valueOf(network))
                .expect(0);

        CompletedCommand refused = sandbox.run("add").expect(1);
        assertThat(refused.err()).contains("db-2 ended with exit code 9", "logs/db-2.log");
        assertThat(JsonTreeReader.texts(sandbox.ps().get("members"), "name")).containsExactly("db-0", "db-1");
        assertThat(JsonTreeReader.texts(sandbox.ps().get("members"), "state")).containsOnly("ready");

        Files.createFile(sandbox.directory().resolve("more"));
        String added =
                sandbox.run("add", "--json").expect(0).json().get(0).get("name").textValue();
        assertThat(sandbox.run("restart", "db", "--wait").expect(0).out()).hasLineCount(3);
        sandbox.run("down").expect(0);

        CompletedCommand up = sandbox.run("up", "-f", "db.yaml", "--detach").expect(0);

        assertThat(sandbox.ps().get("network").asInt()).isEqualTo(network);
        assertThat(JsonTreeReader.texts(sandbox.ps().get("members"), "name")).contains("db-0", "db-1", added);
        assertThat(up.err()).contains("as in its last run", "`--hosts 2` takes those of the spec");
    }
}
