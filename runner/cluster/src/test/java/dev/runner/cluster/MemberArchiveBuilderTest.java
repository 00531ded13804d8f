package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.jvm.StartArchive;
import dev.runner.cluster.plan.PlannedArchive;
import dev.runner.cluster.spec.SpecLoader;
import dev.runner.cluster.testprogram.Greeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What `cds: auto` does for real JVMs, of the JDK that runs this. */
@Timeout(600)
class MemberArchiveBuilderTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String SHARED = Greeter.class.getName() + " source: shared objects file";

    @TempDir
    Path home;

    @BeforeEach
    void packProgram() throws IOException {
        String name = Greeter.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(home.resolve("greeter.jar"));
                JarOutputStream jar = new JarOutputStream(file);
                InputStream in = Objects.requireNonNull(Greeter.class.getResourceAsStream("/" + name))) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
        }
    }

    /** What makes an archive outlives the cluster, and would write into the directory while it is removed. */
    @AfterEach
    void awaitBuilders() {
        await().atMost(Duration.ofMinutes(4))
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains(home.toString())));
    }

    private ProcessCluster up(String line) throws MachineNotReadyException {
        String yaml = """
                hosts: 2
                members:
                  a:
                    command: ["{{java}}", "-Xlog:class+load", -cp, "{{spec.dir}}/greeter.jar", %s, hello]
                    ready: {log: "^hello"}
                    %s
                """.formatted(Greeter.class.getName(), line);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MULTIHOST_CACHE_HOME", home.resolve("cache").toString());
        environment.remove("MULTIHOST_ARCHIVES");
        ProcessCluster cluster = ProcessCluster.prepare(new ClusterOptions(
                SpecLoader.parse(yaml, "test.yaml", home, "test"),
                home.resolve(".runner/test"),
                JvmLaunchOptions.plain(JAVA),
                Path.of("/nowhere/members.jar"),
                environment,
                null,
                null,
                true,
                false,
                null,
                null,
                false,
                DebuggerOptions.NONE));
        cluster.start();
        awaitReady(cluster);
        return cluster;
    }

    private static void awaitReady(ProcessCluster cluster) {
        await().atMost(Duration.ofSeconds(30)).until(() -> cluster.state() == ClusterState.READY);
    }

    private static StartArchive archive(ProcessCluster cluster) {
        PlannedArchive wanted = cluster.plan().members().get(0).start().archive();
        return Objects.requireNonNull(Objects.requireNonNull(wanted).archive()).archive();
    }

    /** The process that makes it has the lowest priority: while others keep all processors busy, it hardly moves. */
    private static Path awaitArchive(ProcessCluster cluster) {
        await().atMost(Duration.ofMinutes(4)).until(() -> archive(cluster).isUsable());
        return archive(cluster).file();
    }

    @Test
    void whatIsStartedAfterTheFirstTimeIsShared() throws Exception {
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.log("a-0")).content().doesNotContain(SHARED);
            awaitArchive(cluster);
            await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(notes("a-0")));

            ClusterFixture.within(cluster.restartMember("a-1"));
            awaitReady(cluster);
            assertThat(cluster.log("a-1")).content().contains(SHARED);
        }
    }

    @Test
    @Tag("slow")
    void damageAndChangesCostTimeAlone() throws Exception {
        Path file;
        try (ProcessCluster cluster = up("cds: auto")) {
            file = awaitArchive(cluster);
        }
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.log("a-0")).content().contains(SHARED);
            assertThat(archive(cluster).file()).isEqualTo(file);
        }
        cutOff(file);
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.log("a-0")).content().doesNotContain(SHARED);
            awaitArchive(cluster);
            ClusterFixture.within(cluster.restartMember("a-0"));
            awaitReady(cluster);
            assertThat(cluster.log("a-0")).content().contains(SHARED);
        }
        packProgram();
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(archive(cluster).file()).as("of another jar").isNotEqualTo(file);
            assertThat(cluster.log("a-0")).content().doesNotContain(SHARED);
        }
    }

    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void oneThatTheJvmRefusesIsMadeAnewAndThenGivenUp() throws Exception {
        StartArchive archive;
        try (ProcessCluster cluster = up("cds: auto")) {
            archive = archive(cluster);
            awaitArchive(cluster);
        }
        publishGarbage(archive);
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.log("a-0")).content().doesNotContain(SHARED);
            await().atMost(Duration.ofSeconds(30)).until(() -> !archive.isUsable());
        }
        try (ProcessCluster cluster = up("cds: auto")) {
            awaitArchive(cluster);
        }
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.log("a-0")).content().contains(SHARED);
        }
        publishGarbage(archive);
        try (ProcessCluster cluster = up("cds: auto")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !archive(cluster).isUsable());
        }
        try (ProcessCluster cluster = up("cds: auto")) {
            assertThat(cluster.plan().toText()).contains("cds        none: it could not be made");
            assertThat(notes("a-0")).doesNotExist();
        }
    }

    /** As one that the JVM refuses although nothing tells that it has changed. */
    private static void publishGarbage(StartArchive archive) throws IOException {
        Path garbage = Files.writeString(archive.file().resolveSibling("making"), "garbage");
        // When a process was started is known to the second.
        Files.setLastModifiedTime(garbage, FileTime.from(Instant.now().minusSeconds(5)));
        archive.publish(garbage);
    }

    private Path notes(String member) {
        return home.resolve(".runner/test/members").resolve(member).resolve(".multihost-classes");
    }

    private static void cutOff(Path file) throws IOException {
        byte[] half = Files.readAllBytes(file);
        Files.delete(file);
        Files.write(file, Arrays.copyOf(half, half.length / 2));
    }

    @Test
    void withoutItNothingIsNotedOrMade() throws Exception {
        try (ProcessCluster cluster = up("cds: never")) {
            assertThat(cluster.plan().members().get(0).start().archive()).isNull();
            assertThat(notes("a-0")).doesNotExist();
            assertThat(cluster.log("a-0")).content().doesNotContain(SHARED);
        }
        assertThat(home.resolve("cache")).doesNotExist();
    }
}
