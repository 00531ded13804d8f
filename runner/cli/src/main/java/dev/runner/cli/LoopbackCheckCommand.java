package dev.runner.cli;

import dev.runner.cli.options.JsonOption;
import dev.runner.cli.options.NetworkOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.http.json.JsonRecords;
import dev.runner.loopback.BindProbe;
import dev.runner.loopback.BindProblem;
import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackAddressCheck;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.manager.output.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code runner loopback check}. */
final class LoopbackCheckCommand implements RunnableCommand {
    private final Invocation invocation;

    private final NetworkOptions options = new NetworkOptions();

    private final JsonOption output = new JsonOption();

    LoopbackCheckCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Binds the addresses and ports of a cluster for a moment, and names what is in the way.",
                "  runner loopback check",
                "  runner loopback check --network 120 --hosts 254",
                "",
                "Exit codes: 0 all is free; 3 an address is missing or a port is taken.");
        options.addTo(spec);
        output.addTo(spec);
        return spec;
    }

    @Override
    public int run() {
        LoopbackAddressCheck addresses = LoopbackAddressCheck.of(options.network(), options.hosts());
        List<BindProblem> problems =
                addresses.isOk() ? BindProbe.probe(endpoints(options.network(), options.hosts())) : addresses.missing();
        if (output.json()) {
            invocation.terminal().line(JsonRecords.text(json(addresses, problems)));
        } else {
            invocation.terminal().line(addresses.summary());
            problems.forEach(problem -> invocation.terminal().line(problem.message()));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.MACHINE_NOT_READY;
    }

    /** What the default cluster of this size binds. */
    static List<Endpoint> endpoints(LoopbackNetwork network, int hosts) {
        return Stream.concat(
                        network.addresses(hosts).stream().map(address -> new Endpoint(address, ClusterPorts.HTTP)),
                        network.hosts(hosts).stream().map(address -> new Endpoint(address, ClusterPorts.EXCHANGE)))
                .toList();
    }

    private static Map<String, Object> json(LoopbackAddressCheck addresses, List<BindProblem> problems) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("network", addresses.network().number());
        json.put("hosts", addresses.hosts());
        json.put("ok", problems.isEmpty());
        json.put("problems", problems.stream().map(BindProblem::message).toList());
        return json;
    }
}
