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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is checked and decided before the first process is spawned: the network, the plan, what is in the way. */
final class ClusterPreparation {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 24;

    private final ClusterOptions options;
    private final Path membersDirectory;
    private final @Nullable String apiKey;
    private final long availableMemory = AvailableMemory.bytes();
    private @Nullable ClusterPlan plan;
    private List<BindProblem> firstProblems = List.of();
    private boolean wildcardConflict;

    ClusterPreparation(ClusterOptions options, Path membersDirectory) {
        this.options = options;
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
    ClusterPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("no network has been leased yet");
        }
        return plan;
    }

    /**
     * Leases the network that was asked for, or the first one where nothing is in the way of the plan.
     *
     * @throws MachineNotReadyException with everything that is in the way, each with its remedy
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only the plan shows
     */
    NetworkLease lease() throws MachineNotReadyException {
        LoopbackNetwork wanted = options.network();
        return wanted == null ? leaseFirstFree() : lease(wanted);
    }

    private NetworkLease lease(LoopbackNetwork network) throws MachineNotReadyException {
        NetworkLease lease;
        try {
            lease = NetworkLease.acquire(network);
        } catch (NetworkUnavailableException e) {
            throw new MachineNotReadyException(String.valueOf(e.getMessage()), e);
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

    private NetworkLease leaseFirstFree() throws MachineNotReadyException {
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
        return new MachineNotReadyException(
                firstProblems.stream().map(BindProblem::message).toList());
    }

    private boolean isFree(LoopbackNetwork network) {
        if (wildcardConflict) {
            return false;
        }
        ClusterPlan candidate = ClusterPlan.of(options.spec(), inputs(network));
        List<Endpoint> endpoints = new ArrayList<>();
        options.debugging().check(candidate);
        List<Endpoint> udp = new ArrayList<>();
        candidate.members().forEach(member -> {
            addPorts(member, endpoints);
            udp.addAll(member.udpEndpoints());
        });
        endpoints.add(new Endpoint(network.manager(), ClusterPorts.HTTP));
        List<BindProblem> problems = probe(endpoints, udp);
        if (firstProblems.isEmpty()) {
            firstProblems = problems;
        }
        // A listener on the wildcard address is in the way in every network: the others need not be tried.
        wildcardConflict = problems.stream()
                .anyMatch(problem -> problem.owner() != null && problem.owner().isWildcard());
        plan = candidate;
        return problems.isEmpty();
    }

    private static List<BindProblem> probe(List<Endpoint> tcp, List<Endpoint> udp) {
        List<BindProblem> problems = new ArrayList<>(BindProbe.probe(tcp));
        if (!udp.isEmpty()) {
            problems.addAll(UdpPorts.probe(udp));
        }
        return problems;
    }

    private void addPorts(PlannedMember member, List<Endpoint> endpoints) {
        endpoints.addAll(member.tcpEndpoints());
        options.debugging().endpoint(member).ifPresent(endpoints::add);
    }

    /** A plan for looking at only: nothing is leased or probed. */
    ClusterPlan draft() {
        LoopbackNetwork wanted = options.network();
        ClusterPlan plan = ClusterPlan.of(
                options.spec(), inputs(wanted == null ? new LoopbackNetwork(LoopbackNetwork.DEFAULT) : wanted));
        options.debugging().check(plan);
        return plan;
    }

    /**
     * The plan for more hosts in the leased network. What is new of it has been probed.
     *
     * @throws MachineNotReadyException with everything that is in its way
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only that plan shows, too many hosts for one
     */
    ClusterPlan grown(int hosts) throws MachineNotReadyException {
        ClusterPlan now = plan();
        ClusterPlan larger = ClusterPlan.of(options.spec(), inputs(now.network(), hosts));
        List<Endpoint> endpoints = new ArrayList<>();
        List<Endpoint> udp = new ArrayList<>();
        larger.members().stream()
                .filter(member -> now.member(member.name()).isEmpty())
                .forEach(member -> {
                    addPorts(member, endpoints);
                    udp.addAll(member.udpEndpoints());
                });
        List<BindProblem> problems = probe(endpoints, udp);
        if (!problems.isEmpty()) {
            throw new MachineNotReadyException(
                    problems.stream().map(BindProblem::message).toList());
        }
        plan = larger;
        return larger;
    }

    private PlanInputs inputs(LoopbackNetwork network) {
        return inputs(network, options.hosts());
    }

    private PlanInputs inputs(LoopbackNetwork network, @Nullable Integer hosts) {
        return new PlanInputs(
                hosts,
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
