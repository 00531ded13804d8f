package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code runner up --hosts 4} from a user's view. */
@IntegrationScenario
class UpTest {
    @Test
    @Tag("R2")
    void reportsEachMembersReadinessAndTime(SharedForegroundCluster cluster) {
        assertThat(cluster.up().err())
                .containsPattern(
                        "starting default: 5 members on network " + cluster.network() + ", in \\.runner/default")
                .containsPattern(
                        "coordinator +ready after [0-9.]+ m?s +127\\." + cluster.network() + "\\.255\\.1, pid \\d+")
                .contains("[1/5]", "[2/5]", "[3/5]", "[4/5]", "[5/5]")
                .containsPattern("default is ready after [0-9.]+ m?s");
        for (int i = 0; i < SharedForegroundCluster.HOSTS; i++) {
            JsonNode worker = Sandbox.member(cluster.ps(), "worker-" + i);
            assertThat(cluster.up().err())
                    .containsPattern("worker-" + i + " +ready after .*"
                            + worker.get("pid").asText());
        }
    }

    @Test
    @Tag("F1")
    @Tag("F3")
    @Tag("F4")
    @Tag("F5")
    @Tag("V10")
    void itsCurlLineListsFourReadyWorkers(SharedForegroundCluster cluster) throws Exception {
        Matcher line =
                Pattern.compile("its workers: +(curl .*)").matcher(cluster.up().err());
        assertThat(line.find()).isTrue();

        CompletedCommand curl = cluster.sandbox()
                .startIn(cluster.sandbox().directory(), Map.of(), List.of("sh", "-c", "exec " + line.group(1)))
                .finish()
                .expect(0);

        JsonNode workers = curl.json();
        assertThat(line.group(1)).contains(cluster.coordinator()).doesNotContain(cluster.apiKey());
        assertThat(workers.get("total").asInt()).isEqualTo(SharedForegroundCluster.HOSTS);
        for (JsonNode worker : workers.get("workers")) {
            String ordinal = worker.get("id").asText().substring("worker-".length());
            assertThat(worker.get("status").asText()).isEqualTo("ready");
            assertThat(worker.get("address").asText())
                    .isEqualTo("http://127." + cluster.network() + "." + ordinal + ".1:28080");
            assertThat(worker.get("pipelines_running").isInt()
                            && worker.get("max_pipelines").isInt()
                            && worker.get("assigned_pipelines").isArray())
                    .isTrue();
        }
        assertThat(JsonTreeReader.texts(workers.get("workers"), "id"))
                .containsExactlyInAnyOrder("worker-0", "worker-1", "worker-2", "worker-3");
    }

    @Test
    @Tag("V5")
    @Tag("V6")
    @Tag("V11")
    void theCoordinatorRequiresTheClustersKey(SharedForegroundCluster cluster) throws Exception {
        String workers = cluster.coordinator() + "/api/v1/cluster/workers";

        assertThat(SimpleHttpClient.get(workers).status()).isEqualTo(401);
        assertThat(SimpleHttpClient.get(workers, "x-api-key", "wrong").status()).isEqualTo(401);
        assertThat(SimpleHttpClient.get(workers + "/worker-1", "x-api-key", cluster.apiKey())
                        .expect(200)
                        .json()
                        .get("id")
                        .asText())
                .isEqualTo("worker-1");
        assertThat(SimpleHttpClient.get(workers + "/nobody", "x-api-key", cluster.apiKey())
                        .expect(404)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("worker_not_found");
        assertThat(SimpleHttpClient.get(cluster.coordinator() + "/health").status())
                .isEqualTo(200);
        assertThat(SimpleHttpClient.get(workers, "x-api-key", cluster.apiKey(), "Host", "evil.example:28080")
                        .status())
                .isEqualTo(403);
        assertThat(SimpleHttpClient.get(workers, "x-api-key", cluster.apiKey(), "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Tag("F9")
    void everyMemberHasItsOwnDirectory(SharedForegroundCluster cluster) throws Exception {
        Set<Path> directories = new HashSet<>();
        for (JsonNode member : cluster.ps().get("members")) {
            Path directory = Path.of(member.get("directory").asText());
            directories.add(directory);
            Path working = Path.of("/proc", member.get("pid").asText(), "cwd").toRealPath();
            assertThat(working).isEqualTo(directory);
            assertThat(directory.resolve("storage")).isDirectory();
            assertThat(directory)
                    .isEqualTo(cluster.sandbox()
                            .cluster("default")
                            .resolve("members")
                            .resolve(member.get("name").asText()));
        }
        assertThat(directories).hasSize(SharedForegroundCluster.HOSTS + 1);
        assertThat(Files.readString(cluster.sandbox().directory().resolve(".runner/.gitignore")))
                .isEqualTo("*\n");
    }

    @Test
    @Tag("F2")
    void everyMemberGetsItsNameAndAddress(SharedForegroundCluster cluster) {
        Set<String> cookies = new HashSet<>();
        for (JsonNode member : cluster.ps().get("members")) {
            Map<String, String> environment =
                    ProcInspector.environment(member.get("pid").asLong());
            assertThat(environment)
                    .containsEntry("MULTIHOST_CLUSTER", "default")
                    .containsEntry("MULTIHOST_MEMBER", member.get("name").asText())
                    .containsEntry("MULTIHOST_ORDINAL", member.get("ordinal").asText())
                    .containsEntry("MULTIHOST_IP", member.get("address").asText())
                    .containsEntry("MULTIHOST_COORDINATOR", cluster.coordinator())
                    .containsEntry("MULTIHOST_API_KEY", cluster.apiKey());
            assertThat(environment.getOrDefault("MULTIHOST_HOSTS", "").split(","))
                    .hasSize(SharedForegroundCluster.HOSTS);
            cookies.add(String.valueOf(environment.get("MULTIHOST_COOKIE")));
        }
        assertThat(cookies).hasSize(SharedForegroundCluster.HOSTS + 1).allMatch(cookie -> cookie.matches(".+/.+/1"));
    }

    @Test
    @Tag("F18")
    void everyMemberLeadsItsOwnSession(SharedForegroundCluster cluster) {
        for (JsonNode member : cluster.ps().get("members")) {
            long pid = member.get("pid").asLong();
            assertThat(ProcInspector.session(pid)).isEqualTo(pid);
        }
    }

    @Test
    @Tag("F10")
    void printsAndKeepsMembersOutput(SharedForegroundCluster cluster) throws Exception {
        cluster.up().awaitOut("^worker-3    \\| .*registered with " + cluster.coordinator());

        assertThat(cluster.up().out().lines()).allMatch(line -> line.matches("(coordinator|worker-[0-3]   ) \\| .*"));
        Path log = cluster.sandbox().cluster("default").resolve("logs/worker-3.log");
        assertThat(Files.readString(log)).contains("registered with " + cluster.coordinator());
        assertThat(cluster.sandbox().run("logs", "worker-3").expect(0).out())
                .isEqualTo(Files.readString(log).replaceAll("(?m)^(?=.)", "worker-3 | "));
    }

    @Test
    void writesNoEscapeCodesToAPipe(SharedForegroundCluster cluster) throws Exception {
        String shown = cluster.up().out()
                + cluster.up().err()
                + cluster.sandbox().run("ps").expect(0).out()
                + cluster.sandbox().run("logs").expect(0).out();

        assertThat(shown).contains("worker-0").doesNotContain("\u001b");
    }

    @Test
    void respectsNoColor(SharedForegroundCluster cluster) throws Exception {
        Sandbox sandbox = cluster.sandbox();
        Map<String, String> forced = Map.of("CLICOLOR_FORCE", "1");
        Map<String, String> forbidden = Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1");

        assertThat(sandbox.startIn(sandbox.directory(), forced, sandbox.runner("ps"))
                        .finish()
                        .out())
                .contains("\u001b[");
        assertThat(sandbox.startIn(sandbox.directory(), forbidden, sandbox.runner("ps"))
                        .finish()
                        .out())
                .contains("ready")
                .doesNotContain("\u001b");
    }
}
