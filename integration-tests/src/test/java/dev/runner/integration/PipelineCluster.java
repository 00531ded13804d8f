package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The default cluster, but quicker to find a worker lost; and a hand on its members, by the manager's API. */
final class PipelineCluster {
    private static final List<String> QUICK = List.of(
            "--heartbeat-interval", "100ms",
            "--heartbeat-timeout", "2s",
            "--sweep-interval", "100ms",
            "--checkpoint-interval", "200ms");

    private final Sandbox sandbox;
    private final int hosts;
    private final String api;
    private final String token;
    private final ControlPlane control;

    private PipelineCluster(Sandbox sandbox, int hosts, JsonNode ps) throws IOException {
        this.sandbox = sandbox;
        this.hosts = hosts;
        this.api = ps.get("manager").get("api").textValue();
        this.token = Json.parse(Files.readString(sandbox.cluster("quick").resolve("manager.json")))
                .get("token")
                .textValue();
        this.control = new ControlPlane(
                ps.get("coordinator").textValue(), ps.get("apiKey").textValue());
    }

    /** Starts one; it is stopped with the sandbox. */
    static PipelineCluster start(Sandbox sandbox, int hosts) throws IOException, InterruptedException {
        sandbox.write("quick.yaml", spec());
        sandbox.run("up", "-f", "quick.yaml", "--hosts", String.valueOf(hosts), "--detach")
                .expect(0);
        return new PipelineCluster(sandbox, hosts, sandbox.ps());
    }

    private static String spec() throws IOException {
        Path shipped =
                Path.of(Release.property("project.root"), "cluster/src/main/resources/dev/runner/cluster/default.yaml");
        String options = QUICK.stream().map(word -> "      - " + word + "\n").reduce("", String::concat);
        String marker = "      - dev.runner.coordinator.CoordinatorMain\n";
        String spec = Files.readString(shipped);
        assertThat(spec).contains(marker).contains("name: default\n");
        return spec.replace(marker, marker + options).replace("name: default\n", "name: quick\n");
    }

    ControlPlane control() {
        return control;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** The ids of all workers. */
    Set<String> workers() {
        return new TreeSet<>(
                IntStream.range(0, hosts).mapToObj(i -> "worker-" + i).toList());
    }

    void kill(String member) throws IOException, InterruptedException {
        operate(member, "kill");
    }

    void start(String member) throws IOException, InterruptedException {
        operate(member, "start");
    }

    /** With its grace: it may hand over. */
    void stop(String member) throws IOException, InterruptedException {
        operate(member, "stop");
    }

    void restart(String member) throws IOException, InterruptedException {
        operate(member, "restart");
    }

    private void operate(String member, String operation) throws IOException, InterruptedException {
        Http.post(api + "/api/v1/members/" + member + "/" + operation, "Authorization", "Bearer " + token)
                .expect(200);
    }

    /** Starts whatever does not run, and waits until all workers are ready and none is drained. */
    void heal() throws IOException, InterruptedException {
        for (String worker : workers()) {
            start(worker);
        }
        control.awaitWorkers("ready", workers());
    }

    /** Where a member's own HTTP API is. */
    String address(String member) throws IOException, InterruptedException {
        return "http://" + sandbox.member(member).get("address").textValue() + ":28080";
    }

    int restarts(String member) throws IOException, InterruptedException {
        return sandbox.member(member).get("restarts").intValue();
    }
}
