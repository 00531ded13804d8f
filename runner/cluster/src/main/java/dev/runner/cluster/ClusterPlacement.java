package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.spec.ClusterSpec;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.util.Counted;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is going to run: what was asked for, else what the spec says, else what it had in its last run.
 *
 * @param network null for the first free one
 * @param source where the network comes from
 * @param hosts the ordinals that are given out, 0 to this minus 1
 * @param removed the members among them that were taken out
 * @param notes for people, where this is not what the spec alone says
 */
record ClusterPlacement(
        @Nullable LoopbackNetwork network, Source source, int hosts, Set<String> removed, List<String> notes) {
    /** Who decides on the network. */
    enum Source {
        OPTION,
        SPEC,
        LAST_RUN,
        NOBODY
    }

    private static final String FRESH = "--fresh starts with empty directories";

    ClusterPlacement {
        removed = Set.copyOf(removed);
        notes = List.copyOf(notes);
    }

    /**
     * Decides.
     *
     * @throws MachineNotReadyException where what is known of the last run cannot be read
     */
    static ClusterPlacement of(ClusterOptions options, Path directory) throws MachineNotReadyException {
        Optional<RememberedCluster> last = options.fresh() ? Optional.empty() : RememberedCluster.read(directory);
        List<String> notes = new ArrayList<>();
        boolean isCopy = last.isPresent() && last.get().isOfAnother(directory);
        Optional<RememberedCluster> own = isCopy ? Optional.empty() : last;
        if (last.isPresent() && isCopy) {
            notes.add("this directory is a copy of " + last.get().directory()
                    + ", so it is another cluster with a network of its own; data that holds the addresses of the"
                    + " original (network " + last.get().network() + ") may not work here: " + FRESH);
        }
        ClusterSpec spec = options.spec().spec();
        LoopbackNetwork network = options.network();
        Source source = Source.OPTION;
        if (network == null && spec.network() != null) {
            network = new LoopbackNetwork(spec.network());
            source = Source.SPEC;
        } else if (network == null) {
            network = own.map(each -> new LoopbackNetwork(each.network())).orElse(null);
            source = network == null ? Source.NOBODY : Source.LAST_RUN;
        }
        int chosen = network == null ? 0 : network.number();
        own.filter(each -> each.network() != chosen)
                .ifPresent(each -> notes.add("this cluster's data was made on network " + each.network()
                        + " and may hold those addresses, but network " + chosen + " is asked for: " + FRESH));
        return hosts(options, last, network, source, notes);
    }

    private static ClusterPlacement hosts(
            ClusterOptions options,
            Optional<RememberedCluster> last,
            @Nullable LoopbackNetwork network,
            Source source,
            List<String> notes) {
        int inSpec = options.spec().spec().hosts();
        Integer asked = options.hosts();
        if (asked != null) {
            return new ClusterPlacement(network, source, asked, Set.of(), notes);
        }
        RememberedCluster same = last.filter(each -> each.specHosts() == inSpec).orElse(null);
        if (same == null) {
            return new ClusterPlacement(network, source, inSpec, Set.of(), notes);
        }
        if (same.hosts() != inSpec) {
            notes.add("hosts 0 to " + (same.hosts() - 1) + ", as in its last run, and not " + inSpec
                    + " hosts as in the spec; `--hosts " + inSpec + "` takes those of the spec");
        }
        if (!same.removed().isEmpty()) {
            notes.add("without " + String.join(", ", new TreeSet<>(same.removed()))
                    + ", which its last run did not have in the end; `--hosts " + same.hosts()
                    + "` has all hosts again");
        }
        return new ClusterPlacement(network, source, same.hosts(), same.removed(), notes);
    }

    /** What is left in the members' directory of members that are not in the plan, for people. */
    List<String> leftOut(ClusterPlan plan, Path members) {
        Set<String> known = new HashSet<>(plan.names());
        known.addAll(removed);
        Set<String> kinds = new HashSet<>();
        plan.members().forEach(member -> kinds.add(member.kind()));
        List<String> withData = new ArrayList<>();
        int mostHosts = 0;
        for (File directory : listed(members)) {
            String name = directory.getName();
            int dash = name.lastIndexOf('-');
            String ordinal = name.substring(dash + 1);
            boolean ofPlan = dash > 0 && kinds.contains(name.substring(0, dash)) && ordinal.matches("\\d{1,3}");
            if (ofPlan && !known.contains(name) && hasData(directory)) {
                withData.add(members.getFileName() + "/" + name);
                mostHosts = Math.max(mostHosts, Integer.parseInt(ordinal) + 1);
            }
        }
        return withData.isEmpty()
                ? List.of()
                : List.of(String.join(", ", withData) + (withData.size() == 1 ? " has" : " have")
                        + " data and " + (withData.size() == 1 ? "is" : "are") + " not in the plan, which has "
                        + Counted.of(hosts, "host") + "; members that expect "
                        + (withData.size() == 1 ? "it" : "them") + " wait in vain: `--hosts " + mostHosts
                        + "` has " + (withData.size() == 1 ? "it" : "them"));
    }

    private static File[] listed(Path directory) {
        File[] found = directory.toFile().listFiles(File::isDirectory);
        if (found == null) {
            return new File[0];
        }
        Arrays.sort(found);
        return found;
    }

    /** Whether anything is in it but the empty directory that every member is given. */
    private static boolean hasData(File directory) {
        File[] files = directory.listFiles();
        return files != null
                && Arrays.stream(files).anyMatch(file -> !file.getName().equals("storage") || hasAny(file));
    }

    private static boolean hasAny(File directory) {
        String[] names = directory.list();
        return names == null || names.length > 0;
    }

    /** Networks that other clusters beside this one want to have again. */
    static Set<Integer> keptForSiblings(Path directory) {
        Set<Integer> kept = new HashSet<>();
        for (File sibling : listed(directory.resolveSibling("."))) {
            if (!sibling.toPath().normalize().equals(directory) && new File(sibling, RememberedCluster.FILE).isFile()) {
                networkOf(sibling).ifPresent(kept::add);
            }
        }
        return kept;
    }

    private static Optional<Integer> networkOf(File sibling) {
        try {
            return RememberedCluster.read(sibling.toPath()).map(RememberedCluster::network);
        } catch (MachineNotReadyException e) {
            // Told when that cluster is started; this one can do without.
            return Optional.empty();
        }
    }

    /** Why the network cannot be had, with the ways out. */
    MachineNotReadyException unavailable(NetworkUnavailableException e) {
        String message = String.valueOf(e.getMessage());
        String holder = e.holder().orElse(null);
        if (network != null && holder != null) {
            if (source == Source.LAST_RUN) {
                message = "network " + network.number() + ", on which this cluster's data was made, is in use by "
                        + holder + ": stop that cluster, or take another network (" + waysOut() + ")";
            } else if (source == Source.SPEC) {
                message = "network " + network.number() + ", which the spec asks for, is in use by " + holder
                        + ": stop that cluster, or choose another network with --network";
            }
        }
        return new MachineNotReadyException(message, e);
    }

    /** To follow what is in the way in the network. */
    List<String> advice() {
        return network == null || source != Source.LAST_RUN
                ? List.of()
                : List.of("network " + network.number() + " is the one on which this cluster's data was made; to take"
                        + " another: " + waysOut());
    }

    private static String waysOut() {
        return "`--network N`, where the data does not hold the old addresses, or `--fresh`, which starts with empty"
                + " directories on a free one";
    }
}
