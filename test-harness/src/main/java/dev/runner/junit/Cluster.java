package dev.runner.junit;

import dev.runner.cluster.ClusterState;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.timeline.TimelineReader;
import dev.runner.supervisor.MemberSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a test runs against. All of its members are real processes on addresses of their own.
 *
 * <pre>{@code
 * @Test
 * void theRestGoesOn(Cluster cluster) {
 *     cluster.member("worker-2").kill();
 *     assertThat(cluster.member("worker-1").http().get("/health").status()).isEqualTo(200);
 *     cluster.heal();
 * }
 * }</pre>
 *
 * <p>May be used by several threads.
 */
public final class Cluster {
    private final ManagedTestCluster live;
    private final Supplier<TestScope> span;

    Cluster(ManagedTestCluster live, Supplier<TestScope> span) {
        this.live = live;
        this.span = span;
    }

    /** The name in the spec. */
    public String name() {
        return live.plan().name();
    }

    /** All members, in the order of the spec, also those that do not run. */
    public List<Member> members() {
        return live.names().stream().map(this::view).toList();
    }

    /**
     * A member by its name.
     *
     * @throws IllegalArgumentException where there is none of that name; the message lists those that there are
     */
    public Member member(String name) {
        return view(live.status(name).planned().name());
    }

    /**
     * The member at the coordinator's address.
     *
     * @throws IllegalStateException where this cluster has none
     */
    public Member coordinator() {
        String address = live.plan().network().coordinator();
        return live.plan().members().stream()
                .filter(member -> member.address().equals(address))
                .findFirst()
                .map(member -> view(member.name()))
                .orElseThrow(() -> new IllegalStateException(
                        "this cluster has no coordinator; its members are " + String.join(", ", live.names())));
    }

    private Member view(String name) {
        return new Member(live, span, name);
    }

    /** How many hosts there are. */
    public int hosts() {
        return live.plan().hosts();
    }

    /** The addresses of the hosts, by their ordinals: {@code 127.100.0.1}, {@code 127.100.1.1} and so on. */
    public List<String> addresses() {
        return live.plan().network().hosts(hosts());
    }

    /** The number of the network, the second part of every address. */
    public int network() {
        return live.plan().network().number();
    }

    /** The key that the members ask for, in {@code x-api-key}; {@link Member#http} sends it by itself. A secret. */
    public Optional<String> apiKey() {
        return Optional.ofNullable(live.library().apiKey());
    }

    /** The cluster's own directory, with logs and the members' directories. It is removed after the tests. */
    public Path directory() {
        return live.library().directory();
    }

    /** Whether every member is ready, or has ended as it should, and none has failed. */
    public boolean isReady() {
        return live.status().state() == ClusterState.READY;
    }

    /** Whether all members see the whole cluster; empty where the spec does not say how to find that out. */
    public Optional<Boolean> isFormed() {
        return Optional.ofNullable(live.status().formed());
    }

    /** Waits until {@link #isReady}, as long as Awaitility waits by default. */
    public void awaitReady() {
        awaitReady(null);
    }

    /**
     * Waits until {@link #isReady}.
     *
     * @throws org.awaitility.core.ConditionTimeoutException with the state of every member
     */
    public void awaitReady(@Nullable Duration atMost) {
        await("the cluster to be ready", atMost, this::isReady);
    }

    /** Waits until {@link #isFormed}, as long as Awaitility waits by default. */
    public void awaitFormed() {
        awaitFormed(null);
    }

    /**
     * Waits until {@link #isFormed}.
     *
     * @throws IllegalStateException where the spec has no {@code formed}
     */
    public void awaitFormed(@Nullable Duration atMost) {
        if (isFormed().isEmpty()) {
            throw new IllegalStateException(
                    "whether this cluster has formed cannot be found out: its spec has no `formed`");
        }
        await("the members to see each other", atMost, () -> isFormed().orElse(false));
    }

    private void await(String what, @Nullable Duration atMost, Supplier<Boolean> condition) {
        var unused = ConditionWaiter.until(
                what,
                atMost,
                () -> condition.get() ? Optional.of(true) : Optional.empty(),
                () -> ClusterDescriber.withLastLines(live, span.get()));
    }

    /**
     * Adds a host, with a member of every kind that is on all hosts. Those that run are not touched.
     *
     * @return the new members; each runs, or waits for others that are not ready yet
     * @throws IllegalStateException where something is in the way, or the cluster is being stopped
     */
    public List<Member> addHost() {
        try {
            List<CompletableFuture<MemberSnapshot>> added = live.library().addHosts(1);
            return added.stream()
                    .map(OperationAwaiter::done)
                    .map(member -> view(member.id().name()))
                    .toList();
        } catch (MachineNotReadyException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Stops a member and forgets it; what it has written stays until the cluster ends. */
    public void removeMember(Member member) {
        OperationAwaiter.done(live.library().removeMember(member.name()));
    }

    /**
     * The next failure of each of these members is expected, until the end of this test: it fails neither the test nor
     * the cluster. The member stays {@link MemberState#FAILED} until it is started again.
     *
     * <p>What a test does itself, by {@link Member#kill} and the like, need not be expected.
     */
    public void expectFailure(Member... members) {
        Arrays.stream(members).forEach(member -> live.library().expectFailure(member.name()));
    }

    /**
     * Resumes what is paused, starts what is stopped or has failed, and waits until the cluster is ready, as long as
     * Awaitility waits by default. It is done by itself before each test ({@link LocalCluster#heal}); within a test it
     * ends a fault.
     */
    public void heal() {
        heal(null);
    }

    /** The same, and waits so long. */
    public void heal(@Nullable Duration atMost) {
        ClusterHealer.heal(live, span.get(), atMost);
    }

    /** What has happened since this test began, oldest first. */
    public List<ClusterEvent> timeline() {
        try {
            return TimelineReader.read(directory().resolve("events.jsonl")).stream()
                    .filter(event -> !event.at().isBefore(span.get().begin()))
                    .map(event -> new ClusterEvent(event.at(), event.event(), event.member(), event.fields()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the timeline of the cluster cannot be read", e);
        }
    }

    /** The state of every member, one a line, for messages. */
    public String describe() {
        return ClusterDescriber.of(live);
    }

    /** Its name and where its members are; no secret. */
    @Override
    public String toString() {
        return name() + " on " + live.plan().network().hostTemplate() + ": "
                + String.join(
                        ", ",
                        live.plan().members().stream().map(PlannedMember::name).toList());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cluster cluster && cluster.live == live;
    }

    @Override
    public int hashCode() {
        return live.hashCode();
    }
}
