package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.ClusterState;
import dev.runner.cluster.DebuggerOptions;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.SpecLoader;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.OperationRefusedException;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manager does with a real cluster, piece by piece. */
@Timeout(30)
class ManagedClusterTest {
    private static final ClusterView.Manager MANAGER = new ClusterView.Manager(1, "http://127.100.254.1:28080");

    @TempDir
    Path home;

    @Test
    @Tag("R10")
    void showsTheClusterAsItIs() throws Exception {
        try (ProcessCluster cluster =
                prepare("members: {a: {command: 'exec sleep 60', ports: [28080], ready: {command: 'true'}}}")) {
            ClusterManagerOperations operations = new ClusterManagerOperations(cluster, MANAGER);
            assertThat(operations.status().state()).isEqualTo(ClusterState.STARTING);
            assertThat(operations.status().members()).hasSize(1);
            cluster.start();
            await().until(() -> operations.status().state() == ClusterState.READY);
            int net = cluster.plan().network().number();
            MemberView member = operations.status().members().get(0);
            assertThat(member.name()).isEqualTo("a-0");
            assertThat(member.kind()).isEqualTo("a");
            assertThat(member.address()).isEqualTo("127." + net + ".0.1");
            assertThat(member.pid()).isNotNull();
            assertThat(member.startedAt()).isNotNull();
            assertThat(member.lastExit()).isNull();

            MemberView killed = operations.operate(Action.Operation.KILL, "a-0").get();

            assertThat(killed.state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(killed.pid()).isNull();
            assertThat(java.util.Objects.requireNonNull(killed.lastExit()).toString())
                    .contains("KILL");
            assertThat(operations.status().state()).isEqualTo(ClusterState.DEGRADED);
        }
    }

    @Test
    @Tag("R10")
    void refusesWhatCannotBeDone() throws Exception {
        Path program = home.resolve("program");
        Files.writeString(program, "#!/bin/sh\nexec sleep 60\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        try (ProcessCluster cluster = prepare("members: {a: {command: ['" + program + "']}}")) {
            ClusterManagerOperations operations = new ClusterManagerOperations(cluster, MANAGER);
            cluster.start();
            assertThatThrownBy(() -> operations.operate(Action.Operation.STOP, "b-0"))
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessage("there is no member 'b-0'; there are a-0");
            operations.operate(Action.Operation.STOP, "a-0").get();
            Files.delete(program);
            assertThatThrownBy(() ->
                            operations.operate(Action.Operation.START, "a-0").get())
                    .cause()
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageStartingWith("a-0 has not been started: its program ");
            operations.shutdown();
            assertThatThrownBy(() ->
                            operations.operate(Action.Operation.START, "a-0").get())
                    .cause()
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessage("the cluster is being stopped");
        }
    }

    @Test
    @Tag("R10")
    @Tag("F18b")
    void leavesNoManagersFileBehind() throws Exception {
        try (ProcessCluster cluster = prepare("apiKey: true\nmembers: {a: {command: 'true'}}")) {
            ManagerFiles files = new ManagerFiles(cluster, MANAGER.api(), "token", "up -f a.yaml");
            files.begin();

            Path file = cluster.directory().resolve(ManagerFile.NAME);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.keyHeader())))
                    .isEqualTo("rw-------");
            assertThat(cluster.directory().resolveSibling(".gitignore")).hasContent("*");
            ManagerFile read = ManagerFile.read(cluster.directory()).orElseThrow();
            assertThat(read.manager().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(read.guardian()).extracting(ProcessIdentity::pid).isEqualTo(cluster.guardianPid());

            List<String> problems = new ArrayList<>();
            files.restoreManager(cluster.directory(), problems::add);
            assertThat(problems).isEmpty();
            Files.delete(file);
            files.restoreManager(cluster.directory(), problems::add);
            assertThat(problems).hasSize(1).first().asString().contains("it has been written anew");
            assertThat(ManagerFile.read(cluster.directory())).contains(read);

            cluster.start();
            cluster.ended().get();
            files.end(new ClusterManagerOperations(cluster, MANAGER).status());
            files.withdraw();
            files.withdraw();

            assertThat(file).doesNotExist();
            assertThat(files.keyHeader()).doesNotExist();
            assertThat(LastStatus.read(cluster.directory()).orElseThrow().view().state())
                    .isEqualTo(ClusterState.STOPPED);
        }
    }

    @Test
    @Tag("R2")
    void tellsAPersonWhatHappens() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String yaml = "members: {a: {command: 'test -e again && exit 4; touch again; exit 55',"
                + " restart: {delay: 10ms}}, b: {command: 'sleep 0.5; exit 5'}}";
        try (ProcessCluster cluster = prepare(yaml)) {
            ProgressPrinter progress = new ProgressPrinter(cluster, terminal(shown), List::of, () -> {}, true);
            cluster.listen(progress);
            progress.header();
            cluster.start();
            cluster.ended().get();
            progress.say("farewell");
            progress.close(Duration.ofSeconds(5));
        }
        assertThat(shown.toString(StandardCharsets.UTF_8).lines().toList())
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("starting test: 2 members on network "))
                .anyMatch(line -> line.equals("a-0  asked for a restart (exit code 55)"))
                .anyMatch(line -> line.equals("a-0  restarts 10 ms after its end"))
                .anyMatch(line -> line.startsWith("runner: a-0 ended with exit code 4 after "))
                .anyMatch(line -> line.equals("stopping test (the cluster failed)"))
                .endsWith("farewell");
    }

    @Test
    @Tag("F10")
    void saysWhoAStopWaitsFor() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String yaml = "members: {a: {command: \"trap '' TERM; echo up; while :; do sleep 0.1; done\","
                + " ready: {log: up}, stop: {grace: 60s}}}";
        try (ProcessCluster cluster = prepare(yaml)) {
            ProgressPrinter progress = new ProgressPrinter(cluster, terminal(shown), List::of, () -> {}, true);
            cluster.listen(progress);
            cluster.start();
            await().until(() -> cluster.state() == ClusterState.READY);

            cluster.stop(new Action.ManagerSignal(2));

            await().untilAsserted(() -> assertThat(shown.toString(StandardCharsets.UTF_8))
                    .contains("waiting for the end of a-0 (killed after 60.0 s); Ctrl-C again kills at once"));
            cluster.kill(Action.ShutdownReason.SECOND_SIGNAL);
            cluster.ended().get();
            progress.close(Duration.ofSeconds(5));
        }
    }

    @Test
    @Tag("F10")
    void goesOnWhenNobodyReadsAnyMore() throws Exception {
        PrintStream gone = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        });
        try (ProcessCluster cluster = prepare("members: {a: {command: 'exit 0'}}")) {
            AtomicInteger noticed = new AtomicInteger();
            Terminal terminal = new Terminal(gone, gone, false, false);
            ProgressPrinter progress = new ProgressPrinter(cluster, terminal, List::of, noticed::incrementAndGet, true);
            cluster.listen(progress);
            progress.header();
            cluster.start();
            cluster.ended().get();
            long begun = System.nanoTime();
            progress.close(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(noticed).hasPositiveValue();
        }
    }

    private static Terminal terminal(OutputStream shown) {
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, false, false);
    }

    private ProcessCluster prepare(String yaml) throws MachineNotReadyException {
        return ProcessCluster.prepare(new ClusterOptions(
                SpecLoader.parse(yaml, "test.yaml", home, "test"),
                home.resolve(".runner/test"),
                JvmLaunchOptions.plain(Path.of(ChildJvm.java())),
                home.resolve("members.jar"),
                Map.copyOf(System.getenv()),
                null,
                null,
                false,
                false,
                null,
                null,
                false,
                DebuggerOptions.NONE));
    }
}
