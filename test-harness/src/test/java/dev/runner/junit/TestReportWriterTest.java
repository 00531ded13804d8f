package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports: which tests have one, and its content. */
@Tag("R17")
@Timeout(120)
class TestReportWriterTest {
    /** A spec with a key, which its member prints, and with a JVM. */
    private static final String TALKERS = "{apiKey: true, members: {"
            + "talker: {command: 'echo the key is $MULTIHOST_API_KEY; exec tail -n +1 -F said', ready: {log: key}}, "
            + "jvm: {command: ['{{java}}', -Xshare:auto, -XX:TieredStopAtLevel=1, '{{dir}}/Main.java'], "
            + "files: {Main.java: 'public class Main { public static void main(String[] a) throws Exception { "
            + "System.out.println(\"up\"); Thread.sleep(600000); } }'}, ready: {log: up}}}}";

    @TempDir
    Path reports;

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Fails {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER =
                LocalClusterExtension.builder().yaml(TALKERS).build();

        private static void say(Member talker, String word) {
            talker.exec("sh", "-c", "echo " + word + " >> said");
            talker.awaitLog(word);
        }

        @Test
        @Order(1)
        void passes(@OfMember("talker-0") Member talker) {
            say(talker, "before");
        }

        @Test
        @Order(2)
        void fails(Cluster cluster, @OfMember("talker-0") Member talker) {
            say(talker, "during");
            say(talker, cluster.apiKey().orElseThrow());
            talker.kill();
            fail("as it should");
        }

        @Test
        @Order(3)
        void isNotRun() {
            assumeTrue(false);
        }
    }

    @Test
    void explainsAFailure() throws Exception {
        EngineRun run = EngineRun.of(reports, Fails.class);
        Path report = run.report(Fails.class, "fails");

        assertThat(run.failure()).hasMessage("as it should");
        assertThat(run.failure().getSuppressed()[0])
                .hasToString(ReportPointer.class.getName() + ": the cluster's report: " + report.resolve("report.md"));
        assertThat(run.report(Fails.class)).isDirectoryContaining(each -> each.equals(report));
        assertThat(run.report(Fails.class, "passes")).doesNotExist();
        assertThat(run.report(Fails.class, "isNotRun")).doesNotExist();
        assertThat(Files.readString(report.resolve("report.md")))
                .startsWith("# Fails.fails failed\n\n    org.opentest4j.AssertionFailedError: as it should\n")
                .contains(
                        "| talker-0 | 127.",
                        "| stopped after signal KILL (9) (runner kill) | 1 | signal KILL (9) after")
                .containsPattern("\\| signal KILL \\(9\\) after [0-9.]+ m?s; [0-9.]+ m?s into the test \\|")
                .containsPattern("- [0-9.]+ m?s into the test: `talker-0` killing \\(runner kill\\)")
                .contains("    during\n    ***\n")
                .contains("`jvm-0`: nothing since the test began");
        assertThat(report.resolve("talker-0.log")).hasContent("during\n***\n");
        assertThat(report.resolve("jvm-0.log")).isEmptyFile();
        assertThat(Files.readString(report.resolve("events.jsonl")))
                .contains("\"killing\"")
                .doesNotContain("cluster_ready");
        assertThat(Files.readString(report.resolve("plan.txt")))
                .contains("Main.java (0644)", "MULTIHOST_API_KEY='***'");
        assertThat(Files.readString(report.resolve("jvm-0.threads.txt")))
                .contains("java.lang.Thread.sleep", "Main.main");
    }

    @LocalCluster(spec = "sleepers.yaml", hosts = 1)
    static class Many {
        @ParameterizedTest
        @ValueSource(strings = {"a/b", "..", "good"})
        void takes(String value) {
            assertThat(value).isEqualTo("good");
        }

        @RepeatedTest(2)
        void again() {
            fail("again");
        }

        @Test
        void takes() {
            fail("of the same name");
        }
    }

    @Test
    void eachInvocationHasItsOwnDirectory() throws Exception {
        EngineRun run = EngineRun.of(reports, Many.class);
        try (var directories = Files.list(run.report(Many.class))) {
            assertThat(directories.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("takes-1", "takes-2", "again-1", "again-2", "takes");
        }
    }

    @LocalCluster(spec = "sleepers.yaml", hosts = 1, keepLogs = true)
    static class Kept {
        @Test
        void passes() {}
    }

    @Test
    void keepsReportsOfPassedTestsOnRequest() throws Exception {
        EngineRun run = EngineRun.of(reports, Kept.class).succeeded(1);
        assertThat(Files.readString(run.report(Kept.class, "passes").resolve("report.md")))
                .startsWith("# Kept.passes passed\n");
    }

    static class NotStarted {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .yaml("members: {a: {command: 'echo no way; exit 4'}}")
                .build();

        @Test
        void test() {}
    }

    static class NotReady {
        @RegisterExtension
        final LocalClusterExtension cluster = LocalClusterExtension.builder()
                .yaml("members: {a: {command: 'exec sleep 600', ready: {log: up}}}")
                .timeout(java.time.Duration.ofMillis(300))
                .build();

        @Test
        void test() {}
    }

    @Test
    void writesAReportWhenTheStartFails() throws Exception {
        EngineRun run = EngineRun.of(reports, NotStarted.class);
        assertThat(run.failure())
                .isInstanceOf(ClusterFailedError.class)
                .hasMessageContaining("the cluster could not be started: a-0 ended with exit code 4")
                .hasMessageContaining("no way");
        assertThat(Files.readString(run.report(NotStarted.class).resolve("report.md")))
                .contains("the cluster could not be started", "| a-0 |");
        assertThat(run.report(NotStarted.class).resolve("a-0.log")).hasContent("no way");

        EngineRun late = EngineRun.of(reports, NotReady.class);
        assertThat(late.failure()).hasMessageContaining("a-0 was not ready after 300 ms");
        assertThat(late.report(NotReady.class, "test").resolve("report.md")).isRegularFile();
    }

    @Test
    void namesAreSafe() {
        assertThat(ReportDirectories.fileName("a b/../c")).isEqualTo("a_b_.._c");
        assertThat(ReportDirectories.fileName("..")).isEqualTo("_..");
        assertThat(ReportDirectories.fileName("größer[2]")).isEqualTo("größer_2_");
        assertThat(ReportDirectories.fileName("x".repeat(300))).hasSize(200);
    }
}
