package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the JVM of a test is killed, no process of its cluster survives. */
@Tag("R17")
@Tag("F18")
@Timeout(120)
class KilledJvmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @LocalCluster(spec = "sleepers.yaml", hosts = 3)
    static class Endless {
        @Test
        void test(List<Member> members) throws Exception {
            String pids = String.join(
                    " ",
                    members.stream()
                            .flatMap(member -> member.pids().stream())
                            .map(String::valueOf)
                            .toList());
            System.out.println("PIDS " + pids);
            System.out.flush();
            // A command that a test has started must not survive either.
            members.get(0).exec(Duration.ofMinutes(10), "sh", "-c", "echo $$ > beside; sleep 600");
            new CountDownLatch(1).await();
        }
    }

    /** The JVM that is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] reports) {
            EngineRun.of(Path.of(reports[0]), Endless.class);
        }
    }

    @Test
    void nothingOfTheClusterSurvivesTheJvm() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Djava.io.tmpdir=" + directory,
                        Victim.class.getName(),
                        directory.resolve("reports").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            List<Long> pids = pids(out);
            assertThat(pids).hasSizeGreaterThanOrEqualTo(3).allMatch(LiveProcesses::isAlive);
            long beside = beside();

            victim.destroyForcibly();

            await().atMost(PATIENCE)
                    .until(() -> pids.stream().noneMatch(LiveProcesses::isAlive) && !LiveProcesses.isAlive(beside));
        } finally {
            victim.destroyForcibly();
        }
    }

    private static List<Long> pids(BufferedReader out) throws Exception {
        StringBuilder seen = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("PIDS ")) {
                return Stream.of(line.substring(5).split(" "))
                        .map(Long::valueOf)
                        .toList();
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("it has not come so far:\n" + seen);
    }

    private long beside() {
        return await().atMost(PATIENCE).until(this::readBeside, pid -> pid > 0);
    }

    private long readBeside() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            Path file =
                    files.filter(each -> each.endsWith("beside")).findFirst().orElse(null);
            String text = file == null ? "" : Files.readString(file).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }
    }
}
