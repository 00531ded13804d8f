package dev.runner.junit;

import dev.runner.cluster.ClusterState;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.timeline.TimelineReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a test runs against. Each member is a real process with its own IP address.
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
 * <p>Thread-safe.
 */
public final class Cluster {
    private final ManagedTestCluster live;
    private final Supplier<TestScope> span;

    Cluster(ManagedTestCluster live, Supplier<TestScope> span) {
        this.live = live;
        this.span = span;
    }

    /** The cluster's name, from its spec. */
    public String name() {
        return live.plan().name();
    }

    /** All members in the order of the spec, running or not. */
    public List<Member> members() {
        return live.names().stream().map(this::view).toList();
    }

    /**
     * Returns the member with this name.
     *
     * @throws IllegalArgumentException if there is no such member; the message lists the members
     */
    public Member member(String name) {
        return view(live.status(name).planned().name());
    }

    /**
     * Returns the member at the coordinator's address.
     *
     * @throws IllegalStateException if this cluster has no coordinator
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

    /** The number of hosts. */
    public int hosts() {
        return live.plan().hosts();
    }

    /**
     * The addresses of the hosts in the order of their ordinals: {@code 127.100.0.1}, {@code 127.100.1.1} and so on.
     */
    public List<String> addresses() {
        return live.plan().network().hosts(hosts());
    }

    /** The number of the cluster's network, which is the second octet of every address. */
    public int network() {
        return live.plan().network().number();
    }

    /** The API key that members require in the header {@code x-api-key}. A secret; {@link Member#http} sends it. */
    public Optional<String> apiKey() {
        return Optional.ofNullable(live.library().apiKey());
    }

    /** The cluster's directory, with the logs and the members' directories. It is deleted after the tests. */
    public Path directory() {
        return live.library().directory();
    }

    /** Whether every member is ready, or has ended as intended, and none has failed. */
    public boolean isReady() {
        return live.status().state() == ClusterState.READY;
    }

    /** Whether all members see the whole cluster; empty if the spec has no {@code formed} check. */
    public Optional<Boolean> isFormed() {
        return Optional.ofNullable(live.status().formed());
    }

    /** Waits until {@link #isReady}, for Awaitility's default timeout. */
    public void awaitReady() {
        awaitReady(null);
    }

    /**
     * Waits until {@link #isReady}.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if it takes longer; the message has the state of every
     *     member
     */
    public void awaitReady(@Nullable Duration atMost) {
        await("the cluster to be ready", atMost, this::isReady);
    }

    /** Waits until {@link #isFormed}, for Awaitility's default timeout. */
    public void awaitFormed() {
        awaitFormed(null);
    }

    /**
     * Waits until {@link #isFormed}.
     *
     * @throws IllegalStateException if the spec has no {@code formed} check
     */
    public void awaitFormed(@Nullable Duration atMost) {
        if (isFormed().isEmpty()) {
            throw new IllegalStateException("the spec of this cluster has no `formed` check to wait for; add one");
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
     * Adds a host, with a member of every kind that the spec puts on all hosts. Running members are not affected.
     *
     * @return the new members; each is ready
     * @throws IllegalStateException if the host cannot be added, one of its members does not become ready (the cluster
     *     goes on as it was), or the cluster is being stopped
     */
    public List<Member> addHost() {
        try {
            return OperationAwaiter.done(live.library().addHosts(1)).stream()
                    .map(member -> view(member.id().name()))
                    .toList();
        } catch (MachineNotReadyException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Stops a member and removes it from the cluster; its data and log are kept until the cluster ends. */
    public void removeMember(Member member) {
        OperationAwaiter.done(live.library().removeMember(member.name()));
    }

    /**
     * Expects the next failure of each of these members until the end of this test: it fails neither the test nor the
     * cluster. The member stays {@link MemberState#FAILED} until it is started again.
     *
     * <p>What a test does itself, for example with {@link Member#kill}, never counts as a failure.
     */
    public void expectFailure(Member... members) {
        Arrays.stream(members).forEach(member -> live.library().expectFailure(member.name()));
    }

    /**
     * Resumes paused members, starts stopped and failed ones, and waits until the cluster is ready, for Awaitility's
     * default timeout. This happens automatically before each test (see {@link LocalCluster#heal}); call it within a
     * test to end a fault.
     */
    public void heal() {
        heal(null);
    }

    /** Like {@link #heal()}, with a timeout for the cluster to become ready. */
    public void heal(@Nullable Duration atMost) {
        ClusterHealer.heal(live, span.get(), atMost);
    }

    /** The events since this test began, oldest first. */
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

    /** The state of every member, one per line, for messages. */
    public String describe() {
        return ClusterDescriber.of(live);
    }

    /** The name, the addresses and the members' states, without secrets. */
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
