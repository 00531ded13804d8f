package dev.runner.cluster;

import static org.awaitility.Awaitility.await;

import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.SpecLoader;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real cluster of shell programs, in a leased network and a directory of its own; keeps all that it tells. */
final class ClusterFixture implements AutoCloseable, ClusterListener {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ProcessCluster cluster;
    final List<MemberEvent> events = new CopyOnWriteArrayList<>();
    final List<ClusterFailure> fatals = new CopyOnWriteArrayList<>();
    final List<Duration> ready = new CopyOnWriteArrayList<>();
    final List<Duration> formed = new CopyOnWriteArrayList<>();
    final List<String> problems = new CopyOnWriteArrayList<>();

    private ClusterFixture(ProcessCluster cluster) {
        this.cluster = cluster;
        cluster.listen(this);
    }

    /** What a test changes of the options. */
    record Wish(
            boolean fresh,
            boolean keepGoing,
            @Nullable Duration timeout,
            @Nullable Integer network,
            DebuggerOptions debugging) {
        static final Wish NONE = new Wish(false, false, null, null, DebuggerOptions.NONE);

        static Wish debugging(DebuggerOptions debugging) {
            return new Wish(false, false, null, null, debugging);
        }

        static Wish goingOn() {
            return new Wish(false, true, null, null, DebuggerOptions.NONE);
        }

        static Wish anew() {
            return new Wish(true, false, null, null, DebuggerOptions.NONE);
        }

        static Wish within(Duration timeout) {
            return new Wish(false, false, timeout, null, DebuggerOptions.NONE);
        }

        static Wish on(int number) {
            return new Wish(false, false, null, number, DebuggerOptions.NONE);
        }
    }

    static ClusterFixture prepare(Path directory, String yaml, Wish wish) throws MachineNotReadyException {
        return new ClusterFixture(ProcessCluster.prepare(options(directory, yaml, wish)));
    }

    static ClusterFixture start(Path directory, String yaml) throws MachineNotReadyException {
        return start(directory, yaml, Wish.NONE);
    }

    static ClusterFixture start(Path directory, String yaml, Wish wish) throws MachineNotReadyException {
        ClusterFixture started = prepare(directory, yaml, wish);
        started.cluster.start();
        return started;
    }

    static ClusterOptions options(Path directory, String yaml, Wish wish) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        return new ClusterOptions(
                SpecLoader.parse(yaml, "test.yaml", directory, "test"),
                directory.resolve(".runner/test"),
                JvmLaunchOptions.plain(Path.of("/nowhere/java")),
                Path.of("/nowhere/members.jar"),
                environment,
                null,
                wish.network() == null ? null : new LoopbackNetwork(wish.network()),
                wish.fresh(),
                wish.keepGoing(),
                wish.timeout(),
                null,
                false,
                wish.debugging());
    }

    MemberSnapshot member(String name) {
        return find(name).orElseThrow();
    }

    private Optional<MemberSnapshot> find(String name) {
        return cluster.status().members().stream()
                .filter(member -> member.planned().name().equals(name))
                .map(MemberStatus::now)
                .findFirst();
    }

    ClusterState state() {
        return cluster.status().state();
    }

    String address(String name) {
        return cluster.plan().member(name).orElseThrow().address();
    }

    ClusterFixture awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> !ready.isEmpty());
        return this;
    }

    MemberSnapshot awaitState(String name, LifecycleState state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                // One that is just being added is not there at once.
                .until(() ->
                        find(name).filter(member -> member.state() == state).isPresent());
        return member(name);
    }

    void awaitLog(String name, String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> log(name).contains(text));
    }

    String log(String name) throws IOException {
        Path log = cluster.log(name);
        return Files.exists(log) ? Files.readString(log) : "";
    }

    ClusterOutcome awaitEnd() {
        return within(cluster.ended());
    }

    static <T> T within(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not within " + PATIENCE, e);
        }
    }

    /** The names of the members that an event of this kind was told of, in order. */
    List<String> told(MemberEvent.Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(event -> event.member().id().name())
                .toList();
    }

    List<String> timeline() throws IOException {
        return Files.readAllLines(cluster.directory().resolve("events.jsonl"));
    }

    @Override
    public void onMember(MemberEvent event) {
        events.add(event);
    }

    @Override
    public void onReady(Duration took) {
        ready.add(took);
    }

    @Override
    public void onFormed(Duration took) {
        formed.add(took);
    }

    @Override
    public void onFatal(ClusterFailure error) {
        fatals.add(error);
    }

    @Override
    public void onProblem(String problem) {
        problems.add(problem);
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
