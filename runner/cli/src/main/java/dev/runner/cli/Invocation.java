package dev.runner.cli;

import dev.runner.manager.output.Terminal;
import dev.runner.util.InheritedEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the command line was called; everything that a command takes from the process around it.
 *
 * @param directory the current directory, absolute: clusters are looked for from here upwards
 * @param environment the caller's environment
 * @param home the directory with {@code bin/} and {@code lib/} that the launch script named, if there was one
 */
record Invocation(
        Path directory, Map<String, String> environment, Optional<Path> home, Terminal terminal, Clock clock) {
    Invocation {
        environment = Map.copyOf(environment);
    }

    /** The invocation of this process. */
    static Invocation ofThisProcess() {
        Map<String, String> environment = InheritedEnvironment.current();
        return new Invocation(
                Path.of("").toAbsolutePath(),
                environment,
                property("multihost.home").map(Path::of),
                Terminal.ofThisProcess(
                        environment, property("multihost.terminals").orElse("")),
                Clock.systemUTC());
    }

    /** The same in another directory. */
    Invocation in(Path other) {
        return new Invocation(other, environment, home, terminal, clock);
    }

    private static Optional<String> property(String name) {
        @Nullable String value = System.getProperty(name);
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
