package dev.runner.loopback;

import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses of a cluster this machine has, whether or not their ports are in use.
 *
 * @param bindable the addresses that can be bound
 * @param missing a problem with its remedy for each missing address
 */
public record LoopbackAddressCheck(
        LoopbackNetwork network, int hosts, List<String> bindable, List<BindProblem> missing) {
    public LoopbackAddressCheck {
        bindable = List.copyOf(bindable);
        missing = List.copyOf(missing);
    }

    /** Binds any free port on each address of the hosts, the manager and the coordinator. */
    public static LoopbackAddressCheck of(LoopbackNetwork network, int hosts) {
        List<String> bindable = new ArrayList<>();
        List<BindProblem> missing = new ArrayList<>();
        for (String address : network.addresses(hosts)) {
            if (BindProbe.isAssigned(address)) {
                bindable.add(address);
            } else {
                missing.add(BindProblem.notAssigned(new Endpoint(address, ClusterPorts.HTTP), HostOs.current()));
            }
        }
        return new LoopbackAddressCheck(network, hosts, bindable, missing);
    }

    public boolean isOk() {
        return missing.isEmpty();
    }

    /** One line, with the remedy if addresses are missing. */
    public String summary() {
        int all = bindable.size() + missing.size();
        String count =
                "network " + network.number() + ": " + bindable.size() + " of " + all + " addresses can be bound";
        if (isOk()) {
            return count;
        }
        return switch (HostOs.current()) {
            case MACOS ->
                count + "; run `runner loopback alias --network " + network.number() + " --hosts " + hosts + "`";
            case LINUX, OTHER -> count + "; " + missing.get(0).message();
        };
    }
}
