package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fields of {@code ps --json}, which scripts rely on. */
@IntegrationScenario
@Tag("R9")
class PsContractTest {
    @Test
    void aClusterHasTheDocumentedFields(SharedForegroundCluster cluster) {
        JsonNode ps = cluster.ps();

        assertThat(names(ps))
                .containsSubsequence("cluster", "network", "state", "manager", "coordinator", "members", "apiKey");
        assertThat(ps.get("cluster").textValue()).isEqualTo("default");
        assertThat(ps.get("network").isInt()).isTrue();
        assertThat(ps.get("network").asInt()).isBetween(100, 163);
        assertThat(ps.get("state").textValue()).isEqualTo("ready");
        assertThat(names(ps.get("manager"))).containsExactly("pid", "api");
        assertThat(ps.get("manager").get("pid").longValue())
                .isEqualTo(cluster.up().pid());
        assertThat(cluster.api()).isEqualTo("http://127." + cluster.network() + ".254.1:28080");
        assertThat(cluster.coordinator()).isEqualTo("http://127." + cluster.network() + ".255.1:28080");
        assertThat(ps.get("apiKey").textValue()).matches("[0-9a-f]{48}");
        assertThat(ps.get("members").getNodeType()).isEqualTo(JsonNodeType.ARRAY);
        assertThat(JsonTreeReader.texts(ps.get("members"), "name"))
                .containsExactly("coordinator", "worker-0", "worker-1", "worker-2", "worker-3");
    }

    @Test
    void aMemberHasTheDocumentedFields(SharedForegroundCluster cluster) {
        for (JsonNode member : cluster.ps().get("members")) {
            assertThat(names(member))
                    .containsSubsequence(
                            "name",
                            "kind",
                            "ordinal",
                            "address",
                            "pid",
                            "state",
                            "restarts",
                            "startedAt",
                            "lastExit",
                            "directory");
            String name = member.get("name").textValue();
            boolean isWorker = name.startsWith("worker-");
            int ordinal = isWorker ? Integer.parseInt(name.substring("worker-".length())) : 255;
            assertThat(member.get("kind").textValue()).isEqualTo(isWorker ? "worker" : "coordinator");
            assertThat(member.get("ordinal").isInt()).isTrue();
            assertThat(member.get("ordinal").asInt()).isEqualTo(ordinal);
            assertThat(member.get("address").textValue()).isEqualTo("127." + cluster.network() + "." + ordinal + ".1");
            assertThat(ProcInspector.isAlive(member.get("pid").longValue())).isTrue();
            assertThat(member.get("state").textValue()).isEqualTo("ready");
            assertThat(member.get("restarts").isInt() && member.get("restarts").asInt() == 0)
                    .isTrue();
            assertThat(Instant.parse(member.get("startedAt").textValue())).isBefore(Instant.now());
            assertThat(member.get("lastExit").isNull()).isTrue();
            assertThat(Path.of(member.get("directory").textValue()))
                    .isAbsolute()
                    .isDirectory();
        }
    }

    @Test
    void fieldsNotInTheSpecAreNull(Sandbox sandbox) throws Exception {
        sandbox.write("nap.yaml", "members: {nap: {command: [sleep, '600']}}\n");
        sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0);

        JsonNode ps = sandbox.ps();

        assertThat(ps.get("cluster").textValue()).isEqualTo("nap");
        assertThat(ps.get("coordinator").isNull()).isTrue();
        assertThat(ps.get("apiKey").isNull()).isTrue();
        assertThat(JsonTreeReader.texts(ps.get("members"), "name")).containsExactly("nap-0");
    }

    @Test
    void exitCodeIs4WithoutACluster(Sandbox sandbox) throws Exception {
        for (String command : List.of("ps", "down", "logs")) {
            CompletedCommand result = sandbox.run(command).expect(4);
            assertThat(result.err()).startsWith("runner: no cluster is here:").contains("`runner up`");
            assertThat(result.out()).isEmpty();
        }
        sandbox.run("stop", "worker-0").expect(4);
        assertThat(sandbox.directory()).isEmptyDirectory();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
