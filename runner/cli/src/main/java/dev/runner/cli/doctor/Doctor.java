package dev.runner.cli.doctor;

import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Examines this machine.
 *
 * @param directory where clusters would have their state
 * @param home where runner is installed, if that is known
 */
public record Doctor(
        LoopbackNetwork network, int hosts, Path directory, Optional<Path> home, Map<String, String> environment) {
    public Doctor {
        environment = Map.copyOf(environment);
    }

    /** Runs all checks, one after the other, and hands over each finding as soon as it is there. */
    public void examine(Consumer<Finding> findings) {
        for (Supplier<Finding> check : checks()) {
            findings.accept(check.get());
        }
    }

    private List<Supplier<Finding>> checks() {
        ExecutableFinder programs = new ExecutableFinder(environment);
        ProcessChecks processes = new ProcessChecks(programs);
        NetworkChecks networks = new NetworkChecks(network, hosts);
        ResourceChecks resources = new ResourceChecks(hosts, directory);
        InstallationChecks installation = new InstallationChecks(directory, home, programs);
        return List.of(
                installation::java,
                installation::nativeLibrary,
                networks::addresses,
                networks::lease,
                networks::ports,
                processes::sessions,
                processes::processTable,
                processes::controlGroup,
                resources::openFiles,
                resources::memory,
                resources::disk,
                installation::maven,
                installation::clusters);
    }
}
