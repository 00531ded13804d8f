package dev.runner.cli.doctor;

import dev.runner.loopback.BindProbe;
import dev.runner.loopback.BindProblem;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackAddressCheck;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkLease;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.loopback.PortOwner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The addresses and ports that a cluster needs. */
final class NetworkChecks {
    private final LoopbackNetwork network;
    private final int hosts;

    NetworkChecks(LoopbackNetwork network, int hosts) {
        this.network = network;
        this.hosts = hosts;
    }

    Finding addresses() {
        LoopbackAddressCheck check = LoopbackAddressCheck.of(network, hosts);
        return check.isOk() ? Finding.ok("addresses", check.summary()) : Finding.fail("addresses", check.summary());
    }

    Finding lease() {
        try (NetworkLease lease = NetworkLease.acquireFirstFree(any -> true)) {
            return Finding.ok(
                    "networks", "the next free one is " + lease.network().number());
        } catch (NetworkUnavailableException e) {
            return Finding.fail("networks", String.valueOf(e.getMessage()));
        }
    }

    /** Only a warning: `up` takes the next network when nobody asked for this one. */
    Finding ports() {
        String ports = ClusterPorts.HTTP + " and " + ClusterPorts.EXCHANGE + " of 127." + network.number() + ".x.1";
        List<BindProblem> problems = BindProbe.probe(Stream.concat(
                        network.addresses(hosts).stream().map(address -> new Endpoint(address, ClusterPorts.HTTP)),
                        network.hosts(hosts).stream().map(address -> new Endpoint(address, ClusterPorts.EXCHANGE)))
                .toList());
        if (problems.isEmpty()) {
            return Finding.ok("ports", ports + " are free");
        }
        for (BindProblem problem : problems) {
            Optional<Path> cluster = clusterThatHolds(problem);
            if (cluster.isPresent()) {
                return Finding.warn("ports", describe(cluster.get()));
            }
        }
        String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return Finding.warn("ports", problems.get(0).message() + others);
    }

    private static Optional<Path> clusterThatHolds(BindProblem problem) {
        PortOwner owner = problem.owner();
        return owner == null || owner.pid().isEmpty()
                ? Optional.empty()
                : ClusterProcess.clusterOf(owner.pid().getAsLong());
    }

    /** Nothing is to be killed: it is a cluster of ours, and the next one takes another network. */
    private String describe(Path cluster) {
        Path project = cluster.resolve("../..").normalize();
        return "network " + network.number() + " is used by the cluster '" + cluster.getFileName() + "' in " + project
                + ": `up` takes the next free network; `runner down --name " + cluster.getFileName()
                + "` there stops it.";
    }
}
