package dev.runner.cluster.plan;

import dev.runner.cluster.spec.ClusterSpec;
import dev.runner.cluster.spec.MemberKind;
import dev.runner.cluster.spec.Placement;
import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.spec.StartConcurrency;
import dev.runner.cluster.spec.StopOrder;
import dev.runner.cluster.template.MemberTemplateValues;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes one plan: places the members, fills in their texts, and gathers what is wrong. */
final class ClusterPlanner {
    private final SpecFile file;
    private final ClusterSpec spec;
    private final PlanInputs inputs;
    private final int hosts;
    private final PlanResolvers tools;
    private final List<SpecProblem> problems = new ArrayList<>();

    ClusterPlanner(SpecFile file, PlanInputs inputs) {
        this.file = file;
        this.spec = file.spec();
        this.inputs = inputs;
        this.hosts = inputs.hosts() == null ? spec.hosts() : inputs.hosts();
        this.tools = PlanResolvers.of(
                file.directory(), inputs.membersDirectory().resolveSibling("").normalize(), inputs.environment());
    }

    ClusterPlan plan() {
        checkHosts();
        Map<String, List<Integer>> everywhere = place();
        throwIfAny();
        Map<String, List<Integer>> placed = present(everywhere);
        List<Integer> ordinals = presentHosts(everywhere, placed);
        MemberTemplateValues.Shared values = values(placed, ordinals);
        Map<String, String> inherited = MemberEnvironment.inherited(inputs.environment());
        String coordinator = coordinatorUrl(values);
        Map<String, String> shared = MemberEnvironment.shared(new MemberEnvironment.ClusterFacts(
                file.name(), ordinals.stream().map(inputs.network()::host).toList(), coordinator, inputs.apiKey()));
        List<PlannedMember> members = members(everywhere, placed, values, inherited, shared);
        checkEndpoints(members);
        PlannedSetup setup = new SetupPlanner(file, inputs, tools, problems).plan(values, inherited, shared);
        throwIfAny();
        return new ClusterPlan(file.name(), inputs.network(), ordinals, coordinator, members, setup);
    }

    /** By the first member there that names a port. */
    private @Nullable String coordinatorUrl(MemberTemplateValues.Shared values) {
        if (!spec.hasCoordinator()) {
            return null;
        }
        int port = spec.members().entrySet().stream()
                .filter(entry -> entry.getValue().on().coordinator())
                .mapToInt(entry -> new MemberPlanner(
                                entry.getKey(), entry.getValue(), file, inputs, tools, Map.of(), Map.of())
                        .coordinatorPort(values))
                .filter(named -> named != 0)
                .findFirst()
                .orElse(ClusterPorts.HTTP);
        return "http://" + inputs.network().coordinator() + ":" + port;
    }

    /** F20: a number of hosts is never clamped. */
    private void checkHosts() {
        try {
            LoopbackNetwork.checkHosts(hosts);
        } catch (IllegalArgumentException e) {
            throw new SpecException(List.of(new SpecProblem("", 0, 0, String.valueOf(e.getMessage()))));
        }
    }

    private Map<String, List<Integer>> place() {
        Map<String, List<Integer>> placed = new LinkedHashMap<>();
        spec.members().forEach((kind, member) -> placed.put(kind, ordinals(kind, member.on())));
        return placed;
    }

    private List<Integer> ordinals(String kind, Placement on) {
        if (on.coordinator()) {
            return List.of(LoopbackNetwork.COORDINATOR_ORDINAL);
        }
        if (on.ordinals() == null) {
            return IntStream.range(0, hosts).boxed().toList();
        }
        for (int ordinal : on.ordinals()) {
            if (ordinal >= hosts) {
                problems.add(new SpecProblem(
                        file.label(),
                        0,
                        0,
                        "`members." + kind + ".on` names host " + ordinal + ", but there are " + hosts + " hosts (0 to "
                                + (hosts - 1) + ")"));
            }
        }
        return on.ordinals().stream().sorted().toList();
    }

    /** Where each kind has its members, without those that were removed. */
    private Map<String, List<Integer>> present(Map<String, List<Integer>> everywhere) {
        Map<String, List<Integer>> present = new LinkedHashMap<>();
        everywhere.forEach((kind, ordinals) -> present.put(
                kind,
                ordinals.stream()
                        .filter(ordinal -> !inputs.removed().contains(MemberPlanner.name(kind, ordinal)))
                        .toList()));
        return present;
    }

    /** All but those whose members were all removed: a host that never had one is still there. */
    private List<Integer> presentHosts(Map<String, List<Integer>> everywhere, Map<String, List<Integer>> present) {
        Set<Integer> gone = new HashSet<>();
        everywhere.values().forEach(gone::addAll);
        present.values().forEach(gone::removeAll);
        return IntStream.range(0, hosts)
                .filter(ordinal -> !gone.contains(ordinal))
                .boxed()
                .toList();
    }

    private MemberTemplateValues.Shared values(Map<String, List<Integer>> placed, List<Integer> ordinals) {
        int count = placed.values().stream().mapToInt(List::size).sum();
        return new MemberTemplateValues.Shared(
                file.directory(),
                inputs.network(),
                ordinals,
                spec.hasCoordinator(),
                inputs.environment(),
                inputs.jvm().java(),
                inputs.membersJar(),
                HeapLimit.megabytes(inputs.availableMemory(), count, inputs.heapCap()));
    }

    private List<PlannedMember> members(
            Map<String, List<Integer>> everywhere,
            Map<String, List<Integer>> placed,
            MemberTemplateValues.Shared values,
            Map<String, String> inherited,
            Map<String, String> shared) {
        List<PlannedMember> members = new ArrayList<>();
        placed.forEach((kind, ordinals) -> {
            MemberKind rule = member(kind);
            List<String> kinds = names(rule.after(), placed);
            boolean oneByOne = rule.start() == StartConcurrency.ONE_BY_ONE;
            boolean stopsOneByOne = rule.stop().order() == StopOrder.ONE_BY_ONE
                    || (oneByOne && rule.stop().order() == StopOrder.AS_STARTED);
            // Whoever follows the first when that one is removed joins a cluster that is there.
            int beginner = beginner(kind, everywhere.getOrDefault(kind, ordinals));
            List<Integer> order = inOrder(ordinals, beginner);
            for (int ordinal : ordinals) {
                int place = order.indexOf(ordinal);
                String before = place == 0 ? null : MemberPlanner.name(kind, order.get(place - 1));
                MemberPlanner planner = new MemberPlanner(
                        kind, ordinal == beginner ? rule : rule.withoutFirst(), file, inputs, tools, inherited, shared);
                members.add(planner.plan(
                        ordinal,
                        values,
                        with(kinds, oneByOne ? before : null),
                        with(kinds, stopsOneByOne ? before : null)));
                problems.addAll(planner.problems());
            }
        });
        return members;
    }

    private int beginner(String kind, List<Integer> ordinals) {
        return inputs.beginners().getOrDefault(kind, ordinals.get(0));
    }

    /** The one that begins, and then the others as they are. */
    private static List<Integer> inOrder(List<Integer> ordinals, int beginner) {
        List<Integer> order = new ArrayList<>(ordinals);
        if (order.remove((Integer) beginner)) {
            order.add(0, beginner);
        }
        return order;
    }

    private static List<String> with(List<String> names, @Nullable String more) {
        List<String> all = new ArrayList<>(names);
        if (more != null) {
            all.add(more);
        }
        return all;
    }

    private MemberKind member(String kind) {
        MemberKind member = spec.members().get(kind);
        if (member == null) {
            throw new IllegalArgumentException("there is no member " + kind);
        }
        return member;
    }

    private static List<String> names(List<String> kinds, Map<String, List<Integer>> placed) {
        List<String> names = new ArrayList<>();
        for (String kind : kinds) {
            placed.getOrDefault(kind, List.of()).forEach(ordinal -> names.add(MemberPlanner.name(kind, ordinal)));
        }
        return names;
    }

    private void checkEndpoints(List<PlannedMember> members) {
        Map<Endpoint, PlannedMember> taken = new HashMap<>();
        Map<Endpoint, PlannedMember> takenUdp = new HashMap<>();
        Set<String> reported = new HashSet<>();
        for (PlannedMember member : members) {
            for (PlannedPort port : member.ports()) {
                Endpoint endpoint = port.endpoint();
                PlannedMember other = (port.isUdp() ? takenUdp : taken).putIfAbsent(endpoint, member);
                if (other != null && reported.add(other.kind() + " " + member.kind())) {
                    problems.add(new SpecProblem(
                            file.label(),
                            0,
                            0,
                            "members `" + other.kind() + "` and `" + member.kind() + "` both use port "
                                    + port.describe() + " on the same host (" + endpoint.address()
                                    + "); give one of them another port or place"));
                }
            }
        }
    }

    private void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new SpecException(deduplicated());
        }
    }

    /** The members of a kind share their mistakes: one of each line and setting (its name ends at the second `). */
    private List<SpecProblem> deduplicated() {
        Map<String, SpecProblem> first = new LinkedHashMap<>();
        for (SpecProblem each : problems) {
            int setting = each.message().indexOf('`', each.message().indexOf('`') + 1);
            String key = each.line() == 0
                    ? each.message()
                    : each.line() + each.message().substring(0, setting);
            first.putIfAbsent(key, each);
        }
        return List.copyOf(first.values());
    }
}
