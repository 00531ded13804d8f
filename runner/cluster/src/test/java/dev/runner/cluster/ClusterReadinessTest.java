package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How real members come to be ready, in which order, and what is said of those that do not. */
@Timeout(60)
class ClusterReadinessTest {
    /** Answers HTTP on the address and port that it is told. */
    private static final String SERVER = """
            use IO::Socket::INET;
            $SIG{PIPE} = 'IGNORE';
            my $server = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Listen => 5, ReuseAddr => 1)
                or die "$!";
            while (my $client = $server->accept) {
                while (<$client>) { last if /^\\r?\\n$/ }
                print $client "HTTP/1.1 200 OK\\r\\nContent-Length: 7\\r\\nConnection: close\\r\\n\\r\\nhealthy";
                close $client;
            }
            """;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{command: 'echo up at {{ip}}; exec sleep 60', ready: {log: 'up at 127\\.\\d+\\.0\\.1'}}",
                "{command: 'touch made; exec sleep 60', ready: {command: [test, -e, made]}}",
                "{command: 'echo \"$MULTIHOST_COOKIE ready\" >> \"$MULTIHOST_NOTICES\"; exec sleep 60', ready:"
                        + " {notice: true}}",
                "{command: 'exec sleep 60'}",
                "{command: [perl, '{{dir}}/../../../../server.pl', '{{ip}}', '28080'], ports: [28080]}",
                "{command: [perl, '{{dir}}/../../../../server.pl', '{{ip}}', '28080'], ready: {tcp: 28080}}",
                "{command: [perl, '{{dir}}/../../../../server.pl', '{{ip}}', '28080'], ready: {http: {port: 28080,"
                        + " path: /, body: health}}}",
            })
    @Tag("R2")
    void isReadyByItsProbe(String member) throws Exception {
        Files.writeString(home.resolve("server.pl"), SERVER);
        try (ClusterFixture real = ClusterFixture.start(home, "members: {a: " + member + "}")) {
            real.awaitReady();

            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.READY);
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThat(real.ready).hasSize(1);
            assertThat(real.problems).isEmpty();
        }
    }

    @Test
    @Tag("R3")
    void startsInOrderAndStopsTheOtherWay() throws Exception {
        String yaml = """
                hosts: 2
                members:
                  db: {command: 'sleep 0.1; echo up; exec sleep 60', ready: {log: up}}
                  app: {command: 'echo up; exec sleep 60', ready: {log: up}, after: [db]}
                  web: {on: [0], command: 'echo up; exec sleep 60', ready: {log: up}, after: [app]}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            assertThat(real.told(Kind.SPAWNED).subList(0, 2)).containsExactlyInAnyOrder("db-0", "db-1");
            assertThat(real.told(Kind.SPAWNED).subList(2, 4)).containsExactlyInAnyOrder("app-0", "app-1");
            assertThat(indexOf(real, Kind.SPAWNED, "app-0")).isGreaterThan(indexOf(real, Kind.READY, "db-1"));
            assertThat(indexOf(real, Kind.SPAWNED, "web-0")).isGreaterThan(indexOf(real, Kind.READY, "app-1"));

            real.cluster.stop(Action.ShutdownReason.DOWN);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(indexOf(real, Kind.STOPPING, "app-0")).isGreaterThan(indexOf(real, Kind.STOPPED, "web-0"));
            assertThat(indexOf(real, Kind.STOPPING, "db-0")).isGreaterThan(indexOf(real, Kind.STOPPED, "app-1"));
        }
    }

    private static int indexOf(ClusterFixture real, Kind kind, String member) {
        for (int i = 0; i < real.events.size(); i++) {
            var event = real.events.get(i);
            if (event.kind() == kind && event.member().id().name().equals(member)) {
                return i;
            }
        }
        throw new AssertionError(member + " was never " + kind);
    }

    @Test
    @Tag("R2")
    void namesWhatWasSeenOfAMemberThatIsNotReadyInTime() throws Exception {
        String yaml = "members: {a: {command: 'echo one; echo two; exec sleep 60',"
                + " ready: {log: never, timeout: 1500ms}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);

            assertThat(real.fatals).hasSize(1);
            assertThat(real.fatals.get(0).headline())
                    .startsWith("a-0 was not ready after ")
                    .contains("a log line that matches never: none of 2 lines so far");
            assertThat(real.fatals.get(0).lastLines()).containsExactly("one", "two");
            assertThat(real.state()).isEqualTo(ClusterState.FAILED);
        }
    }

    @Test
    @Tag("R2")
    void tellsWhatIsWaitedForAndWhatAProbePrinted() throws Exception {
        String yaml = """
            members:
              a: {command: 'echo begun; exec sleep 60', ready: {command: 'echo not $NAME >&2; exit 3', timeout: 3s}, env: {NAME: yet}}
              b: {command: 'exec sleep 60', after: [a]}
            """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            await().atMost(ClusterFixture.PATIENCE).until(() -> {
                PendingReason why = pending(real, "a-0");
                return why != null && why.probe() != null && why.probe().attempts() > 1;
            });
            PendingReason why = Objects.requireNonNull(pending(real, "a-0"));
            assertThat(why.missing()).isEqualTo(PendingReason.Missing.READY);
            assertThat(why.text())
                    .startsWith("command `echo not $NAME >&2; exit 3`: exit code 3")
                    .endsWith(", it printed \"not yet\"");
            assertThat(why.lastLines()).containsExactly("begun");
            assertThat(Objects.requireNonNull(pending(real, "b-0")).text()).isEqualTo("it waits for a-0");

            await().untilAsserted(() -> assertThat(real.cluster.directory().resolve("probes/a-0.ready"))
                    .hasContent("not yet"));

            real.awaitEnd();

            assertThat(real.fatals.get(0).message())
                    .contains("\n  the probe printed:\n    not yet\n  last output:\n    begun\n");
            assertThat(real.timeline())
                    .anySatisfy(line -> assertThat(line)
                            .contains("\"event\":\"fatal\"", "\"answer\":\"exit code 3\"", "\"output\":\"not yet\""));
        }
    }

    private static @Nullable PendingReason pending(ClusterFixture real, String member) {
        return real.cluster.status().members().stream()
                .filter(each -> each.planned().name().equals(member))
                .findFirst()
                .orElseThrow()
                .pending();
    }

    @Test
    @Tag("R2")
    void theTimeOfTheWholeClusterNamesTheFirstThatIsAwaited() throws Exception {
        String yaml = """
                members:
                  a: {command: 'echo up; exec sleep 60', ready: {log: up}}
                  b: {command: 'exec sleep 60', ready: {command: 'false'}}
                  c: {command: 'exec sleep 60', after: [b]}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.within(Duration.ofMillis(1900)))) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);

            assertThat(real.fatals.get(0).headline())
                    .startsWith("b-0 was not ready after 1.9 s: command ")
                    .contains("`false`: exit code 1 for 1.");
            assertThat(real.told(Kind.SPAWNED)).doesNotContain("c-0");
        }
    }

    @Test
    @Tag("R2")
    void isNotFooledByAnotherProcessOnTheMembersPort() throws Exception {
        String yaml = "members: {a: {command: 'exec sleep 60', ready: {tcp: 28080, timeout: 1500ms}}}";
        try (ClusterFixture real = ClusterFixture.prepare(home, yaml, Wish.NONE);
                ServerSocket leftOver = new ServerSocket(28080, 50, InetAddress.getByName(real.address("a-0")))) {
            real.cluster.start();

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);
            assertThat(leftOver.isBound()).isTrue();
            assertThat(real.fatals.get(0).headline()).contains("port 28080 is answered by another process");
        }
    }

    @Test
    @Tag("F12")
    void aMemberThatWasLateStillBecomesReadyWhereTheOthersGoOn() throws Exception {
        Path late = home.resolve("late");
        String yaml = "members: {a: {command: 'exec sleep 60', ready: {command: [test, -e, '" + late
                + "'], timeout: 200ms}}, b: {command: 'echo up; exec sleep 60', ready: {log: up}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.goingOn())) {
            real.awaitState("b-0", LifecycleState.READY);
            org.awaitility.Awaitility.await().until(() -> !real.fatals.isEmpty());
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);

            Files.createFile(late);

            real.awaitState("a-0", LifecycleState.READY);
            real.cluster.stop(Action.ShutdownReason.DOWN);
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);
        }
    }

    @Test
    @Tag("F13")
    void whatAProbeStartsEndsWithItsMember() throws Exception {
        Path pid = home.resolve("pid");
        String yaml = "members: {a: {command: 'exec sleep 60', ready: {command:"
                + " 'setsid sh -c \"echo \\$\\$ > " + pid + "; exec sleep 60\" & sleep 0.1; echo $MULTIHOST_COOKIE > "
                + home.resolve("cookie") + "'}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            long started = Long.parseLong(Files.readString(pid).strip());
            assertThat(ProcessHandle.of(started)).isPresent();
            assertThat(Files.readString(home.resolve("cookie"))).isEqualTo(real.cluster.runId() + "/a-0/1\n");

            ClusterFixture.within(real.cluster.stopMember("a-0"));

            org.awaitility.Awaitility.await().until(() -> !isAlive(started));
        }
    }

    /** A zombie is not. */
    static boolean isAlive(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }
}
