package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.junit.Cluster;
import dev.runner.junit.LocalClusterExtension;
import dev.runner.junit.Member;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The example systems, used as a new user would: {@code runner init} writes the spec, and a test uses a formed cluster
 * of it. A client writes, a member is killed, the client still works, the member is started, and the cluster is
 * complete again. Skipped if the programs are not installed or (for the jars) Maven cannot download them.
 */
@Tag("alone")
@EnabledOnOs(OS.LINUX)
@Tag("R7")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Tag("slow")
class ExampleSystemsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Writes a value through the remaining members; fails if that is not possible. */
    private interface Client {
        void write(List<String> addresses, String value) throws IOException, InterruptedException;
    }

    private static void survivesTheDeathOfAMember(Cluster cluster, Client client) throws Exception {
        cluster.awaitFormed(PATIENCE);
        List<String> addresses = cluster.members().stream().map(Member::address).toList();
        client.write(addresses, "one");

        Member victim = cluster.members().get(0);
        victim.kill();
        assertThat(cluster.isFormed()).hasValue(false);
        List<String> left = addresses.subList(1, addresses.size());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> client.write(left, "two"));

        victim.start();
        cluster.awaitFormed(PATIENCE);
        client.write(addresses, "three");
    }

    private static CompletedCommand output(Sandbox sandbox, List<String> command)
            throws IOException, InterruptedException {
        return sandbox.startIn(sandbox.directory(), Map.of(), command)
                .finish(Duration.ofMinutes(1))
                .expect(0);
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

    @Nested
    class ZooKeeper {
        @RegisterExtension
        @Order(1)
        static final ExampleSystem FILES = ExampleSystem.ofWithJars("zookeeper", "mvn");

        @RegisterExtension
        @Order(2)
        static final LocalClusterExtension CLUSTER = FILES.cluster();

        @Test
        void survivesTheDeathOfAMember(Cluster cluster) throws Exception {
            ExampleSystemsTest.survivesTheDeathOfAMember(cluster, (addresses, value) -> {
                String server = servers(addresses, 2181);
                String main = "org.apache.zookeeper.ZooKeeperMain";
                // It may exist already on a second attempt; it only has to be readable.
                List<String> create = java("zookeeper", main, "-server", server, "create", "/" + value, value);
                FILES.sandbox()
                        .startIn(FILES.sandbox().directory(), Map.of(), create)
                        .finish(Duration.ofMinutes(1));
                CompletedCommand read =
                        output(FILES.sandbox(), java("zookeeper", main, "-server", server, "get", "/" + value));
                assertThat(read.out()).contains(value);
            });
        }
    }

    @Nested
    class Kafka {
        @RegisterExtension
        @Order(1)
        static final ExampleSystem FILES = ExampleSystem.ofWithJars("kafka", "mvn");

        @RegisterExtension
        @Order(2)
        static final LocalClusterExtension CLUSTER = FILES.cluster();

        @Test
        void survivesTheDeathOfAMember(Cluster cluster) throws Exception {
            ExampleSystemsTest.survivesTheDeathOfAMember(cluster, (addresses, value) -> {
                String servers = servers(addresses, 9092);
                Path text = FILES.sandbox().write("message", value + "\n");
                List<String> producer = java(
                        "kafka",
                        "org.apache.kafka.tools.ConsoleProducer",
                        "--bootstrap-server",
                        servers,
                        "--topic",
                        "news",
                        "--producer-property",
                        "acks=all");
                List<String> redirected =
                        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <" + text.getFileName(), "sh"));
                redirected.addAll(producer);
                output(FILES.sandbox(), redirected);
                int count = List.of("one", "two", "three").indexOf(value) + 1;
                CompletedCommand read = output(
                        FILES.sandbox(),
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
    }

    @Nested
    class Nats {
        @RegisterExtension
        @Order(1)
        static final ExampleSystem FILES = ExampleSystem.of("nats", "nats-server");

        @RegisterExtension
        @Order(2)
        static final LocalClusterExtension CLUSTER = FILES.cluster();

        @Test
        void survivesTheDeathOfAMember(Cluster cluster) throws Exception {
            ExampleSystemsTest.survivesTheDeathOfAMember(cluster, (addresses, value) -> {
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

    @Nested
    class Redis {
        @RegisterExtension
        @Order(1)
        static final ExampleSystem FILES = ExampleSystem.of("redis", "redis-server");

        @RegisterExtension
        @Order(2)
        static final LocalClusterExtension CLUSTER = FILES.cluster();

        @Test
        void survivesTheDeathOfAMember(Cluster cluster) throws Exception {
            ExampleSystemsTest.survivesTheDeathOfAMember(cluster, (addresses, value) -> {
                // Keys of all three masters.
                for (int i : IntStream.range(0, 9).toArray()) {
                    String key = value + i;
                    List<String> client = List.of("redis-cli", "-c", "-h", addresses.get(0));
                    List<String> set = new ArrayList<>(client);
                    set.addAll(List.of("set", key, value));
                    assertThat(output(FILES.sandbox(), set).out()).contains("OK");
                    List<String> get = new ArrayList<>(client);
                    get.addAll(List.of("get", key));
                    assertThat(output(FILES.sandbox(), get).out()).contains(value);
                }
            });
        }
    }
}
