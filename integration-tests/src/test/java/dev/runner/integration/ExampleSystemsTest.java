package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The example systems, as a stranger would begin: from {@code runner init} to a formed cluster; a client writes, a member
 * is killed, the client still works, the member is started and the cluster is whole again. Skipped where the programs
 * are not installed, or (for the jars) Maven cannot bring them.
 */
@Scenario
@Tag("R7")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Tag("slow")
class ExampleSystemsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Writes a value through the members that are left, and fails where that cannot be done. */
    private interface Client {
        void write(List<String> addresses, String value) throws IOException, InterruptedException;
    }

    private static void livesThroughADeath(Sandbox sandbox, String name, Client client) throws Exception {
        String file = Files.exists(sandbox.directory().resolve(name)) ? name + "/" + name + ".yaml" : name + ".yaml";
        sandbox.startIn(sandbox.directory(), Map.of(), sandbox.runner("up", "-f", file, "--detach"))
                .finish(PATIENCE)
                .expect(0);
        awaitFormed(sandbox);
        List<JsonNode> members = Json.elements(sandbox.ps().get("members"));
        List<String> addresses = members.stream()
                .map(member -> member.get("address").textValue())
                .toList();
        client.write(addresses, "one");

        sandbox.run("kill", name + "-0").expect(0);
        assertThat(sandbox.ps().get("formed").booleanValue()).isFalse();
        List<String> left = addresses.subList(1, addresses.size());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> client.write(left, "two"));

        sandbox.run("start", name + "-0").expect(0);
        awaitFormed(sandbox);
        client.write(addresses, "three");
    }

    private static void awaitFormed(Sandbox sandbox) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sandbox.ps().path("formed").asBoolean());
    }

    private static CommandResult output(Sandbox sandbox, List<String> command)
            throws IOException, InterruptedException {
        return sandbox.startIn(sandbox.directory(), Map.of(), command)
                .finish(Duration.ofMinutes(1))
                .expect(0);
    }

    private static void begin(Sandbox sandbox, String name, String program) throws Exception {
        boolean installed = Stream.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/bin/")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
        assumeTrue(installed, program + " is not installed");
        sandbox.run("init", name).expect(0);
    }

    /** With the jars that its pom.xml names. */
    private static void beginWithJars(Sandbox sandbox, String name) throws Exception {
        begin(sandbox, name, "mvn");
        CommandResult maven = sandbox.startIn(
                        sandbox.directory(), Map.of(), List.of("mvn", "-B", "-q", "-f", name + "/pom.xml", "package"))
                .finish(PATIENCE);
        assumeTrue(maven.exitCode() == 0, "Maven cannot bring the jars here: " + maven.out());
    }

    private static List<String> java(String jars, String main, String... arguments) {
        String java =
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", jars + "/lib/*", main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String servers(List<String> addresses, int port) {
        return String.join(
                ",", addresses.stream().map(address -> address + ":" + port).toList());
    }

    @Test
    void zooKeeper(Sandbox sandbox) throws Exception {
        beginWithJars(sandbox, "zookeeper");
        livesThroughADeath(sandbox, "zookeeper", (addresses, value) -> {
            String server = servers(addresses, 2181);
            String main = "org.apache.zookeeper.ZooKeeperMain";
            // At a second attempt it may be there already; what counts is that it can be read.
            List<String> create = java("zookeeper", main, "-server", server, "create", "/" + value, value);
            sandbox.startIn(sandbox.directory(), Map.of(), create).finish(Duration.ofMinutes(1));
            CommandResult read = output(sandbox, java("zookeeper", main, "-server", server, "get", "/" + value));
            assertThat(read.out()).contains(value);
        });
    }

    @Test
    void kafka(Sandbox sandbox) throws Exception {
        beginWithJars(sandbox, "kafka");
        livesThroughADeath(sandbox, "kafka", (addresses, value) -> {
            String servers = servers(addresses, 9092);
            Path text = sandbox.write("message", value + "\n");
            List<String> producer = java(
                    "kafka",
                    "org.apache.kafka.tools.ConsoleProducer",
                    "--bootstrap-server",
                    servers,
                    "--topic",
                    "news",
                    "--producer-property",
                    "acks=all");
            List<String> redirected = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <" + text.getFileName(), "sh"));
            redirected.addAll(producer);
            output(sandbox, redirected);
            int count = List.of("one", "two", "three").indexOf(value) + 1;
            CommandResult read = output(
                    sandbox,
                    java(
                            "kafka",
                            "org.apache.kafka.tools.consumer.ConsoleConsumer",
                            "--bootstrap-server",
                            servers,
                            "--topic",
                            "news",
                            "--from-beginning",
                            "--max-messages",
                            String.valueOf(count),
                            "--timeout-ms",
                            "30000"));
            assertThat(read.out()).contains("one", value);
        });
    }

    @Test
    void nats(Sandbox sandbox) throws Exception {
        begin(sandbox, "nats", "nats-server");
        livesThroughADeath(sandbox, "nats", (addresses, value) -> {
            try (Socket socket = new Socket(addresses.get(0), 4222);
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                socket.setSoTimeout(10_000);
                say(socket, "CONNECT {\"verbose\":false}");
                say(socket, "SUB answers 1");
                String stream = "{\"name\":\"NEWS\",\"subjects\":[\"news\"],\"num_replicas\":3}";
                say(socket, "PUB $JS.API.STREAM.CREATE.NEWS answers " + stream.length());
                say(socket, stream);
                assertThat(answer(in)).contains("\"name\":\"NEWS\"").doesNotContain("\"error\"");
                say(socket, "PUB news answers " + value.length());
                say(socket, value);
                assertThat(answer(in)).contains("\"stream\":\"NEWS\"", "\"seq\":");
            }
        });
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next message, after the line that announces it. */
    private static String answer(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("MSG answers ")) {
                return String.valueOf(in.readLine());
            }
        }
        throw new IOException("the server has closed the connection");
    }

    @Test
    void redis(Sandbox sandbox) throws Exception {
        begin(sandbox, "redis", "redis-server");
        livesThroughADeath(sandbox, "redis", (addresses, value) -> {
            // Keys of all three masters.
            for (int i : IntStream.range(0, 9).toArray()) {
                String key = value + i;
                List<String> client = List.of("redis-cli", "-c", "-h", addresses.get(0));
                List<String> set = new ArrayList<>(client);
                set.addAll(List.of("set", key, value));
                assertThat(output(sandbox, set).out()).contains("OK");
                List<String> get = new ArrayList<>(client);
                get.addAll(List.of("get", key));
                assertThat(output(sandbox, get).out()).contains(value);
            }
        });
    }
}
