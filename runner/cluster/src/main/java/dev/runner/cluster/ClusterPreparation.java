package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.HeapLimit;
import dev.runner.cluster.plan.PlanInputs;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.loopback.BindProbe;
import dev.runner.loopback.BindProblem;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkLease;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.loopback.UdpPorts;
import dev.runner.util.AvailableMemory;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is checked and decided before the first process is spawned: the network, the plan, what is in the way. */
final class ClusterPreparation {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 24;

    private final ClusterOptions options;
    private final Path directory;
    private final Path membersDirectory;
    private final @Nullable String apiKey;
    private final long availableMemory = AvailableMemory.bytes();
    private final ClusterPlacement placement;
    private int hosts;
    private Set<String> removed;
    private BeginnerSelector beginners = BeginnerSelector.NOBODY;
    private final Set<String> givenUp = new HashSet<>();
    private @Nullable ClusterPlan plan;
    private List<BindProblem> firstProblems = List.of();
    private boolean wildcardConflict;

    /**
     * @param directory the cluster's own; it need not exist
     * @throws MachineNotReadyException where what is known of its last run cannot be read
     */
    ClusterPreparation(ClusterOptions options, Path directory, Path membersDirectory) throws MachineNotReadyException {
        this.options = options;
        this.directory = directory;
        this.placement = ClusterPlacement.of(options, directory);
        this.hosts = placement.hosts();
        this.removed = placement.removed();
        this.membersDirectory = membersDirectory;
        this.apiKey = chooseKey(options);
    }

    private static @Nullable String chooseKey(ClusterOptions options) {
        if (options.withoutApiKey()) {
            return null;
        }
        if (options.apiKey() != null || !options.spec().spec().apiKey()) {
            return options.apiKey();
        }
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    @Nullable String apiKey() {
        return apiKey;
    }

    /** The plan for the network that was leased. */
    synchronized ClusterPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("no network has been leased yet");
        }
        return plan;
    }

    /**
     * Leases the network that was asked for or that the cluster had, or the first one where nothing is in the way of
     * the plan.
     *
     * @throws MachineNotReadyException with everything that is in the way, each with its remedy
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only the plan shows
     */
    NetworkLease lease() throws MachineNotReadyException {
        LoopbackNetwork wanted = placement.network();
        return wanted == null ? leaseFirstFree() : lease(wanted);
    }

    private NetworkLease lease(LoopbackNetwork network) throws MachineNotReadyException {
        NetworkLease lease;
        try {
            lease = NetworkLease.acquire(network);
        } catch (NetworkUnavailableException e) {
            throw placement.unavailable(e);
        }
        boolean free = false;
        try {
            free = isFree(network);
        } finally {
            if (!free) {
                lease.close();
            }
        }
        if (!free) {
            throw conflictsException();
        }
        return lease;
    }

    /** What clusters beside this one had is left to them, as long as there is another. */
    private NetworkLease leaseFirstFree() throws MachineNotReadyException {
        Set<Integer> kept = ClusterPlacement.keptForSiblings(directory);
        if (!kept.isEmpty()) {
            try {
                return NetworkLease.acquireFirstFree(network -> !kept.contains(network.number()) && isFree(network));
            } catch (NetworkUnavailableException e) {
                // Then any is better than none: those that are kept are tried below.
                firstProblems = List.of();
            }
        }
        try {
            return NetworkLease.acquireFirstFree(this::isFree);
        } catch (NetworkUnavailableException e) {
            if (!firstProblems.isEmpty()) {
                throw conflictsException();
            }
            throw new MachineNotReadyException(String.valueOf(e.getMessage()), e);
        }
    }

    private MachineNotReadyException conflictsException() {
        List<String> problems = new ArrayList<>();
        firstProblems.forEach(problem -> problems.add(problem.message()));
        problems.addAll(placement.advice());
        return new MachineNotReadyException(problems);
    }

    private boolean isFree(LoopbackNetwork network) {
        if (wildcardConflict) {
            return false;
        }
        ClusterPlan candidate = ClusterPlan.of(options.spec(), inputs(network));
        options.debugging().check(candidate);
        List<BindProblem> problems =
                probe(candidate.members(), List.of(new Endpoint(network.manager(), ClusterPorts.HTTP)));
        if (firstProblems.isEmpty()) {
            firstProblems = problems;
        }
        // A listener on the wildcard address is in the way in every network: the others need not be tried.
        wildcardConflict = problems.stream()
                .anyMatch(problem -> problem.owner() != null && problem.owner().isWildcard());
        plan = candidate;
        return problems.isEmpty();
    }

    /** What is in the way of these members' ports, and of other TCP endpoints. */
    private List<BindProblem> probe(List<PlannedMember> members, List<Endpoint> others) {
        List<Endpoint> tcp = new ArrayList<>();
        List<Endpoint> udp = new ArrayList<>();
        for (PlannedMember member : members) {
            tcp.addAll(member.tcpEndpoints());
            options.debugging().endpoint(member).ifPresent(tcp::add);
            udp.addAll(member.udpEndpoints());
        }
        tcp.addAll(others);
        List<BindProblem> problems = new ArrayList<>(BindProbe.probe(tcp));
        if (!udp.isEmpty()) {
            problems.addAll(UdpPorts.probe(udp));
        }
        return problems;
    }

    /** A plan for looking at only: nothing is leased or probed. */
    ClusterPlan draft() {
        LoopbackNetwork wanted = placement.network();
        ClusterPlan plan = ClusterPlan.of(
                options.spec(), inputs(wanted == null ? new LoopbackNetwork(LoopbackNetwork.DEFAULT) : wanted));
        options.debugging().check(plan);
        return plan;
    }

    /** Decides who begins, where the spec says how; blocks while commands are asked. After the lease. */
    synchronized void chooseBeginners(Path timeline) throws IOException {
        beginners = BeginnerSelector.of(plan(), timeline);
        if (!beginners.beginners().isEmpty()) {
            plan = ClusterPlan.of(options.spec(), inputs(plan().network()));
        }
    }

    /** What people are to know: where the plan is not what the spec alone says, and what is left out of it. */
    synchronized List<String> notes() {
        List<String> notes = new ArrayList<>(placement.notes());
        notes.addAll(placement.leftOut(plan(), membersDirectory));
        notes.addAll(beginners.notes());
        return notes;
    }

    /** What the next run of this cluster is to know of it. */
    synchronized RememberedCluster remembered() throws IOException {
        int last = hosts;
        while (last > 1 && isGivenUp(last - 1)) {
            last--;
        }
        Set<String> left = new HashSet<>(removed);
        for (int ordinal = last; ordinal < hosts; ordinal++) {
            String end = "-" + ordinal;
            left.removeIf(name -> name.endsWith(end));
        }
        return new RememberedCluster(
                directory.toRealPath().toString(),
                StateOrigin.of(directory).directory(),
                plan().network().number(),
                options.spec().spec().hosts(),
                last,
                left);
    }

    private boolean isGivenUp(int ordinal) {
        return !plan().ordinals().contains(ordinal) && givenUp.stream().anyMatch(name -> name.endsWith("-" + ordinal));
    }

    /**
     * Takes in more hosts, in the leased network. What is new of the plan has been probed.
     *
     * @throws MachineNotReadyException with everything that is in its way; nothing has changed then
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only that plan shows, too many hosts for one
     */
    synchronized ClusterPlan grow(int count) throws MachineNotReadyException {
        ClusterPlan now = plan();
        int wanted = (int) Math.min(Integer.MAX_VALUE, (long) hosts + count);
        ClusterPlan larger = ClusterPlan.of(options.spec(), inputs(now.network(), wanted, removed));
        List<PlannedMember> added = larger.members().stream()
                .filter(member -> now.member(member.name()).isEmpty())
                .toList();
        List<BindProblem> problems = probe(added, List.of());
        if (!problems.isEmpty()) {
            throw new MachineNotReadyException(
                    problems.stream().map(BindProblem::message).toList());
        }
        hosts = wanted;
        plan = larger;
        return larger;
    }

    /** The plan without a member, and without its host where that was the last one on it. */
    synchronized ClusterPlan without(String member) {
        return ClusterPlan.of(options.spec(), inputs(plan().network(), hosts, removedAnd(member)));
    }

    private Set<String> removedAnd(String member) {
        Set<String> more = new HashSet<>(removed);
        more.add(member);
        return more;
    }

    /** Takes a member out. Its ordinal is not given again. */
    synchronized ClusterPlan remove(String member) {
        plan = without(member);
        removed = removedAnd(member);
        return plan;
    }

    /** It was not taken out after all. */
    synchronized ClusterPlan putBack(String member) {
        Set<String> fewer = new HashSet<>(removed);
        fewer.remove(member);
        removed = fewer;
        plan = ClusterPlan.of(options.spec(), inputs(plan().network()));
        return plan();
    }

    /**
     * Takes out members that were added and did not become ready. Their ordinals are not given again in this run; the
     * next one begins where they were.
     */
    synchronized ClusterPlan giveUp(List<String> members) {
        members.forEach(this::remove);
        givenUp.addAll(members);
        return plan();
    }

    private PlanInputs inputs(LoopbackNetwork network) {
        return inputs(network, hosts, removed);
    }

    private PlanInputs inputs(LoopbackNetwork network, int number, Set<String> without) {
        return new PlanInputs(
                number,
                without,
                beginners.beginners(),
                network,
                membersDirectory,
                apiKey,
                options.environment(),
                options.jvm(),
                options.membersJar(),
                availableMemory,
                HeapLimit.DEFAULT_CAP);
    }
}
