package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access to the manager's API, and the protection of its secrets. */
@IntegrationScenario
@Tag("R10")
class ManagerApiTest {
    private static String token(SharedForegroundCluster cluster) throws IOException {
        return JsonTreeReader.parse(
                        Files.readString(cluster.sandbox().cluster("default").resolve("manager.json")))
                .get("token")
                .textValue();
    }

    @Test
    void acceptsTheToken(SharedForegroundCluster cluster) throws Exception {
        JsonNode status = SimpleHttpClient.get(
                        cluster.api() + "/api/v1/status", "Authorization", "Bearer " + token(cluster))
                .expect(200)
                .json();

        assertThat(status.get("state").textValue()).isEqualTo("ready");
        assertThat(status.get("members")).hasSize(SharedForegroundCluster.HOSTS + 1);
    }

    @Test
    void refusesAMissingOrWrongToken(SharedForegroundCluster cluster) throws Exception {
        for (String path : List.of("/api/v1/status", "/", "/nothing/here")) {
            assertThat(SimpleHttpClient.get(cluster.api() + path).status()).isEqualTo(401);
            assertThat(SimpleHttpClient.get(cluster.api() + path, "Authorization", "Bearer " + "0".repeat(64))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(SimpleHttpClient.post(cluster.api() + "/api/v1/shutdown").status())
                .isEqualTo(401);
        assertThat(SimpleHttpClient.post(cluster.api() + "/api/v1/members/worker-0/kill", "x-api-key", cluster.apiKey())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesRequestsFromWebPages(SharedForegroundCluster cluster) throws Exception {
        String status = cluster.api() + "/api/v1/status";
        String token = "Bearer " + token(cluster);

        assertThat(SimpleHttpClient.get(status, "Authorization", token, "Host", "evil.example:28080")
                        .status())
                .isEqualTo(403);
        assertThat(SimpleHttpClient.get(status, "Authorization", token, "Host", "localhost:28080")
                        .status())
                .isEqualTo(403);
        assertThat(SimpleHttpClient.get(status, "Authorization", token, "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(SimpleHttpClient.get(status, "Authorization", token, "Origin", "null")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void reportsErrorsWithoutAStackTrace(SharedForegroundCluster cluster) throws Exception {
        String token = "Bearer " + token(cluster);

        SimpleHttpClient.Reply unknown =
                SimpleHttpClient.post(cluster.api() + "/api/v1/members/nobody/stop", "Authorization", token);
        SimpleHttpClient.Reply wrongMethod =
                SimpleHttpClient.get(cluster.api() + "/api/v1/shutdown", "Authorization", token);

        assertThat(unknown.expect(404).json().get("error").textValue()).contains("nobody");
        assertThat(wrongMethod.expect(405).json().get("code").textValue()).isEqualTo("method_not_allowed");
        assertThat(unknown.body() + wrongMethod.body()).doesNotContain("\tat ", ".java");
    }

    @Test
    @Tag("V5")
    void onlyTheOwnerCanReadTheSecrets(SharedForegroundCluster cluster) throws Exception {
        Path directory = cluster.sandbox().cluster("default");
        for (String file : List.of("manager.json", "api-key.header", "notices")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @Tag("V5")
    void secretsAreInNoOtherFileAndOnNoCommandLine(SharedForegroundCluster cluster) throws Exception {
        String token = token(cluster);
        try (Stream<Path> files = Files.walk(cluster.sandbox().directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!List.of("manager.json", "api-key.header").contains(String.valueOf(file.getFileName()))) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain(token, cluster.apiKey());
                }
            }
        }
        assertThat(cluster.up().out() + cluster.up().err()).doesNotContain(token, cluster.apiKey());
        assertThat(cluster.sandbox().alive())
                .hasSizeGreaterThanOrEqualTo(SharedForegroundCluster.HOSTS + 3)
                .noneMatch(process -> process.commandLine().contains(token)
                        || process.commandLine().contains(cluster.apiKey()));
    }

    @Test
    @Tag("V5")
    void passesOnTheUsersKeySecretly(Sandbox sandbox) throws Exception {
        String key = "a key of-my own";
        sandbox.run("up", "--hosts", "1", "--api-key", key, "--detach").expect(0);

        JsonNode ps = sandbox.ps();

        assertThat(ps.get("apiKey").textValue()).isEqualTo(key);
        SimpleHttpClient.get(ps.get("coordinator").textValue() + "/api/v1/cluster/workers", "x-api-key", key)
                .expect(200);
        assertThat(sandbox.alive())
                .isNotEmpty()
                .noneMatch(process -> process.commandLine().contains(key));
        assertThat(Files.readString(sandbox.cluster("default").resolve("manager.log")))
                .doesNotContain(key);
    }

    @Test
    @Tag("V5")
    void aClusterWithoutAKeyStillRefusesWebPages(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "1", "--no-api-key", "--detach").expect(0);

        JsonNode ps = sandbox.ps();
        String workers = ps.get("coordinator").textValue() + "/api/v1/cluster/workers";

        assertThat(ps.get("apiKey").isNull()).isTrue();
        assertThat(sandbox.cluster("default").resolve("api-key.header")).doesNotExist();
        SimpleHttpClient.get(workers).expect(200);
        SimpleHttpClient.get(workers, "Origin", "http://evil.example").expect(403);
    }
}
