package dev.runner.cluster.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.spec.StatusRange;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R2")
@Timeout(30)
class ReadinessProberTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ReadinessProber watch = new ReadinessProber(scheduler);

    private final AtomicInteger probes = new AtomicInteger();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        watch.close();
        scheduler.shutdownNow();
    }

    @Test
    void waitsUntilThePortAccepts() throws IOException {
        Endpoint endpoint = freeEndpoint();
        ReadinessWait member = watch(new Probe.Tcp(List.of(endpoint), SECOND), 20_000);
        await().until(() ->
                member.lastSeen().matches("tcp " + endpoint + ": connection refused( for .* s)? \\(\\d+ attempts\\)"));
        try (ServerSocket server = new ServerSocket(endpoint.port(), 5, InetAddress.getByName(endpoint.address()))) {
            assertThat(member.outcome().join().ready()).isTrue();
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    void waitsForEveryPort() throws IOException {
        Endpoint closed = freeEndpoint();
        try (ScriptedServer server = new ScriptedServer("x")) {
            ReadinessOutcome outcome = watch(new Probe.Tcp(List.of(server.endpoint(), closed), SECOND), 200)
                    .outcome()
                    .join();
            assertThat(outcome.ready()).isFalse();
            assertThat(outcome.detail()).startsWith("tcp " + closed + ": connection refused");
            assertThat(outcome.after()).isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void isNotFooledByAnotherProcessOnThePort() throws IOException {
        AtomicBoolean mine = new AtomicBoolean();
        try (ScriptedServer server = new ScriptedServer("x")) {
            ReadinessWait member = watch.watch(new ReadinessTarget(
                    rule(new Probe.Tcp(List.of(server.endpoint()), SECOND), 20_000),
                    Map.of(),
                    directory,
                    directory.resolve("probes/a.ready"),
                    endpoint -> mine.get() ? ListenerStatus.YES : ListenerStatus.NO));
            await().until(() ->
                    member.lastSeen().contains("port " + server.endpoint().port() + " is answered by another process"));
            assertThat(member.outcome()).isNotDone();
            mine.set(true);
            assertThat(member.outcome().join().ready()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n', '', ready",
        "'HTTP/1.1 204 No Content\r\n\r\n', '', ready",
        "'HTTP/1.1 503 Busy\r\n\r\n', '', status 503",
        "'SSH-2.0-x\r\n', '', the answer is not HTTP",
        "'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nünot', '^ü', ready",
        "'HTTP/1.0 200 OK\r\n\r\nstatus: up', 'up$', ready",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nleA\r\n2;x=y\r\nDE\r\n0\r\n\r\n', '^leADE$', ready",
        "'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndown', 'up', 'status 200, but nothing in the body matches up'",
    })
    void judgesHttpAnswers(String answer, String body, String expected) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer)) {
            ReadinessWait member = watch(http(server, body.isEmpty() ? null : body), 20_000);
            await().untilAsserted(() ->
                    assertThat(member.lastSeen()).startsWith("http://" + server.endpoint() + "/health: " + expected));
            assertThat(member.outcome().isDone()).isEqualTo(expected.equals("ready"));
        }
    }

    @Test
    void turnsReadyWhenTheAnswerDoes() throws IOException {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 404 Not Found\r\n\r\n")) {
            ReadinessWait member = watch(http(server, null), 20_000);
            await().until(() -> member.lastSeen().contains("status 404"));
            server.answer("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(member.outcome().join().ready()).isTrue();
        }
    }

    @Test
    void leavesTheServersPortFreeForAServerWithoutReuse() throws IOException {
        Endpoint endpoint;
        try (ScriptedServer server = new ScriptedServer("HTTP/1.0 200 OK\r\n\r\nup")) { // it ends connections first
            endpoint = server.endpoint();
            for (String body : new String[] {null, "up"}) {
                assertThat(watch(http(server, body), 20_000).outcome().join().ready())
                        .isTrue();
            }
        }
        await().untilAsserted(() -> {
            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(false);
                again.bind(new InetSocketAddress(endpoint.address(), endpoint.port()));
                assertThat(again.isBound()).isTrue();
            }
        });
    }

    @Test
    void asksOnceMoreAfterStandingStillBeyondTheTimeOut() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 503 Busy\r\n\r\n")) {
            ReadinessWait member = watch(http(server, null), 300);
            await().until(() -> member.lastSeen().contains("status 503"));
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch standsStill = new CountDownLatch(1);
            scheduler.execute(() -> {
                standsStill.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            standsStill.await();
            server.answer("HTTP/1.1 200 OK\r\n\r\n");
            long late = System.nanoTime() + Duration.ofMillis(1_100).toNanos();
            await().until(() -> System.nanoTime() > late);
            assertThat(member.outcome()).isNotDone();
            goOn.countDown();
            assertThat(member.outcome().join().ready()).isTrue();
        }
    }

    @Test
    void isDelayedByNoMemberThatHangs() throws IOException {
        try (ScriptedServer hanging = new ScriptedServer("");
                ScriptedServer healthy = new ScriptedServer("HTTP/1.1 200 OK\r\n\r\n")) {
            List<ReadinessWait> hangs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                hangs.add(watch(http(hanging, null), 20_000));
            }
            await().until(() -> hanging.connections() == 100);
            ReadinessOutcome outcome =
                    watch(http(healthy, null), 20_000).outcome().join();
            assertThat(outcome.ready()).isTrue();
            assertThat(outcome.after())
                    .as("one after the other they would take 100 s")
                    .isLessThan(SECOND.multipliedBy(20));
            await().untilAsserted(() -> assertThat(hangs)
                    .allSatisfy(member -> assertThat(member.lastSeen()).contains("no answer within 1000 ms")));
        }
    }

    @Test
    void watchesTheLargestClusterWithFewThreads() throws IOException {
        int before = Thread.activeCount();
        try (ScriptedServer server = new ScriptedServer("x")) {
            Endpoint closed = freeEndpoint();
            List<ReadinessWait> members = new ArrayList<>();
            for (int i = 0; i < 127; i++) {
                members.add(watch(new Probe.Tcp(List.of(server.endpoint()), SECOND), 20_000));
                members.add(watch(new Probe.Tcp(List.of(closed), SECOND), 20_000));
            }
            for (int i = 0; i < members.size(); i += 2) {
                assertThat(members.get(i).outcome().join().ready()).isTrue();
            }
            assertThat(Thread.activeCount() - before).isLessThan(12);
            assertThat(members.get(1).outcome()).isNotDone();
        }
    }

    @Test
    void runsACommandInTheMembersDirectoryAndEnvironment() throws IOException {
        Path file = directory.resolve("with space");
        ReadinessWait member = watch.watch(new ReadinessTarget(
                rule(command("test -e \"$NAME\" || exit 7", SECOND), 20_000),
                Map.of("NAME", "with space", "PATH", "/usr/bin:/bin"),
                directory,
                directory.resolve("probes/a.ready"),
                endpoint -> ListenerStatus.YES));
        await().until(() -> member.lastSeen().contains(": exit code 7"));
        Files.createFile(file);
        assertThat(member.outcome().join().ready()).isTrue();
    }

    @Test
    void killsACommandThatTakesTooLong() {
        Probe command = command("sleep 97531 & wait", Duration.ofMillis(100));
        ReadinessWait member = watch(command, 20_000);
        await().until(() -> member.lastSeen().contains(": killed after 100 ms"));
        member.cancel();
        await().until(() -> ProcessHandle.current()
                .descendants()
                .noneMatch(each -> each.info().commandLine().orElse("").contains("97531")));
        assertThat(watch(new Probe.Command(List.of("/does/not/exist"), "exist", SECOND), 200)
                        .outcome()
                        .join()
                        .detail())
                .contains(": cannot be run: ");
    }

    @Test
    void keepsTheEndOfWhatACommandPrinted() {
        String script = "seq 1 100000; printf '\\033[31mdial tcp:\\033[0m refused\\n\\n' >&2; exit 3";

        ReadinessOutcome outcome =
                watch(command(script, SECOND.multipliedBy(10)), 3_000).outcome().join();

        assertThat(outcome.seen().answer()).isEqualTo("exit code 3");
        assertThat(outcome.seen().output()).hasSize(10).startsWith("99992").endsWith("100000", "dial tcp: refused");
        assertThat(outcome.detail()).endsWith(", it printed \"dial tcp: refused\"");
    }

    @Test
    void boundsWhatACommandThatRunsPrints() throws IOException {
        ReadinessWait member = watch(command("exec yes", SECOND.multipliedBy(2)), 20_000);
        await().until(() -> member.status().answer().startsWith("killed after"));
        assertThat(member.status().output()).hasSize(10).containsOnly("y");
        member.cancel();
    }

    @Test
    void aCommandWhoseOutputCannotBeKeptStillAnswers() throws IOException {
        Files.createFile(directory.resolve("probes"));
        assertThat(watch(command("exit 0", SECOND), 20_000).outcome().join().ready())
                .isTrue();
        ReadinessWait failing = watch(command("echo x; exit 1", SECOND), 20_000);
        await().until(() -> failing.status().answer().equals("exit code 1"));
        assertThat(failing.status().output()).singleElement().asString().startsWith("(what it printed is lost: ");
    }

    @Test
    void waitsUntilAUdpPortIsBound() throws IOException {
        Endpoint endpoint = freeEndpoint();
        ReadinessWait member = watch(new Probe.Udp(List.of(), List.of(endpoint), SECOND), 20_000);
        await().until(() -> member.lastSeen().startsWith("udp " + endpoint + ": not bound"));
        InetAddress address = InetAddress.getByName(endpoint.address());
        // Where the owner cannot be seen, the probe looks by binding the port itself, perhaps at this very moment.
        try (DatagramSocket socket = await().ignoreException(BindException.class)
                .until(() -> new DatagramSocket(endpoint.port(), address), DatagramSocket::isBound)) {
            assertThat(member.outcome().join().ready()).isTrue();
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void killsTheCommandThatRunsWhenTheWaitIsOver() {
        ReadinessWait member = watch(command("sleep 86420 & wait", Duration.ofSeconds(60)), 20_000);
        await().until(() -> runs("86420"));
        member.cancel();
        await().until(() -> !runs("86420"));
    }

    private static boolean runs(String argument) {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(each -> each.info().commandLine().orElse("").contains("sleep " + argument));
    }

    @Test
    void believesTheMembersOwnWord() {
        ReadinessWait noticed = watch(new Probe.Notice(), 20_000);
        ReadinessWait silent = watch(new Probe.Notice(), 50);
        noticed.line("ready", LinePattern.Verdict.FOUND);
        assertThat(noticed.outcome()).isNotDone();
        noticed.noticed();
        assertThat(noticed.outcome().join().ready()).isTrue();
        assertThat(silent.outcome().join().detail()).isEqualTo("the member's own notice: not seen yet");
    }

    @Test
    void findsALineOfTheLog() {
        ReadinessWait member = watch(new Probe.Log(LinePattern.compile("started in \\d+ ms")), 20_000);
        member.noticed();
        member.line("starting", LinePattern.Verdict.NOT_FOUND);
        assertThat(member.lastSeen())
                .isEqualTo("a log line that matches started in \\d+ ms: not in the one line so far");
        member.line("x started in 12 ms y", LinePattern.Verdict.FOUND);
        assertThat(member.outcome().join().ready()).isTrue();
    }

    @Test
    void isReadyAfterLivingForAWhile() {
        ReadinessOutcome outcome =
                watch(new Probe.Alive(Duration.ofMillis(60)), 20_000).outcome().join();
        assertThat(outcome.ready()).isTrue();
        assertThat(outcome.after()).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void givesUpWhenItIsCancelledOrClosed() throws IOException {
        ReadinessWait cancelled = watch(new Probe.Tcp(List.of(freeEndpoint()), SECOND), 20_000);
        ReadinessWait closed = watch(new Probe.Notice(), 20_000);
        cancelled.cancel();
        assertThat(cancelled.outcome()).isCancelled();
        watch.close();
        assertThat(closed.outcome()).isCancelled();
    }

    private ReadinessWait watch(Probe probe, long timeoutMillis) {
        return watch.watch(new ReadinessTarget(
                rule(probe, timeoutMillis),
                Map.of(),
                directory,
                directory.resolve("probes/" + probes.incrementAndGet()),
                endpoint -> ListenerStatus.UNKNOWN));
    }

    private static Probe.Command command(String script, Duration timeout) {
        List<String> words = List.of("/bin/sh", "-c", script);
        return Probe.Command.of(words, words, timeout);
    }

    private static ReadinessRule rule(Probe probe, long timeoutMillis) {
        return new ReadinessRule(probe, Duration.ofMillis(20), Duration.ofMillis(timeoutMillis));
    }

    private static Probe http(ScriptedServer server, @Nullable String body) {
        return http(server, body, Map.of());
    }

    private static Probe http(ScriptedServer server, @Nullable String body, Map<String, String> json) {
        return new Probe.Http(
                server.endpoint(),
                "/health",
                new StatusRange(200, 299),
                body == null ? null : LinePattern.compile(body),
                json,
                null,
                SECOND);
    }

    @Test
    @Tag("R2")
    void looksAtValuesOfAJsonBody() throws IOException {
        String body = "{\"status\": \"ok\", \"up\": true, \"peers\": [{\"n\": 3}], \"none\": null}";
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        Map<String, String> all = Map.of("status", "ok", "up", "true", "peers.0.n", "3");
        try (ScriptedServer server = new ScriptedServer(answer)) {
            assertThat(watch(http(server, null, all), 20_000).outcome().join().ready())
                    .isTrue();
            ReadinessWait other = watch(http(server, null, Map.of("peers.0.n", "4")), 20_000);
            await().until(() -> other.lastSeen().contains("status 200, but peers.0.n is 3 and not 4"));
            ReadinessWait missing = watch(http(server, null, Map.of("peers", "4")), 20_000);
            await().until(() -> missing.lastSeen().contains("status 200, but peers is missing and not 4"));
        }
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")) {
            ReadinessWait none = watch(http(server, null, Map.of("a", "b")), 20_000);
            await().until(() -> none.lastSeen().contains("but the body is not JSON"));
        }
    }

    @Test
    @Tag("R2")
    void saysThatABodyIsTooLarge() throws IOException {
        String body = "{\"text\": \"" + "x".repeat(3 << 20) + "\", \"a\": \"b\"}";
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String said = "status 200, but the answer is larger than 1 MiB, of which no more is looked at";
        try (ScriptedServer server = new ScriptedServer(answer)) {
            ReadinessWait json = watch(http(server, null, Map.of("a", "b")), 20_000);
            await().until(() -> json.lastSeen().contains(said));
            ReadinessWait pattern = watch(http(server, "none of this"), 20_000);
            await().until(() -> pattern.lastSeen().contains(said));
            assertThat(watch(http(server, "xxx"), 20_000).outcome().join().ready())
                    .isTrue();
        }
    }

    @Test
    @Tag("R2")
    void saysThatTheConnectionWasClosedWithoutAnAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.closing()) {
            ReadinessWait member = watch(http(server, null), 20_000);
            await().until(() -> member.lastSeen().contains("health: the connection was closed without an answer"));
        }
    }

    private static Endpoint freeEndpoint() throws IOException {
        InetAddress address = InetAddress.getByName("127.222.33.1");
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return new Endpoint("127.222.33.1", socket.getLocalPort());
        }
    }
}
