package dev.runner.cli;

import dev.runner.cli.doctor.Doctor;
import dev.runner.cli.doctor.Finding;
import dev.runner.cli.options.JsonOption;
import dev.runner.cli.options.NetworkOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.output.Colour;
import dev.runner.manager.output.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code runner doctor}. */
final class DoctorCommand implements RunnableCommand {
    private final Invocation invocation;

    private final NetworkOptions network = new NetworkOptions();

    private final JsonOption output = new JsonOption();

    DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Checks whether this machine can run a cluster, and names the remedy for what is wrong.",
                "  runner doctor",
                "  runner doctor --hosts 100",
                "",
                "Exit codes: 0 a cluster can run here; 3 something fails.");
        network.addTo(spec);
        output.addTo(spec);
        return spec;
    }

    @Override
    public int run() {
        List<Finding> findings = new ArrayList<>();
        Doctor doctor = new Doctor(
                network.network(),
                network.hosts(),
                invocation.directory(),
                invocation.home(),
                invocation.environment());
        doctor.examine(finding -> {
            findings.add(finding);
            if (!output.json()) {
                print(finding);
            }
        });
        boolean ok = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
        if (output.json()) {
            invocation.terminal().line(JsonRecords.prettyText(json(ok, findings)));
        }
        return ok ? ExitCode.OK : ExitCode.MACHINE_NOT_READY;
    }

    private void print(Finding finding) {
        Colour colour = switch (finding.level()) {
            case OK -> Colour.GREEN;
            case WARN -> Colour.YELLOW;
            case FAIL -> Colour.RED;
        };
        String level = invocation
                .terminal()
                .paint(colour, "%-4s".formatted(finding.level().text()));
        invocation.terminal().line(level + "  " + "%-13s".formatted(finding.check()) + "  " + finding.message());
    }

    private static Map<String, Object> json(boolean ok, List<Finding> findings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", ok);
        json.put("checks", findings.stream().map(Finding::toJson).toList());
        return json;
    }
}
