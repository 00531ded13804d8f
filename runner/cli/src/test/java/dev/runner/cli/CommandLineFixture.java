package dev.runner.cli;

import dev.runner.manager.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Runs command lines in this JVM, and keeps what they print. */
final class CommandLineFixture {
    private final Path directory;
    private final Optional<Path> home;

    /** What one command line did. */
    record Result(int exitCode, String out, String err) {}

    CommandLineFixture(Path directory) {
        this.directory = directory;
        this.home = Optional.empty();
    }

    /** @param home where the runner is installed */
    CommandLineFixture(Path directory, Path home) {
        this.directory = directory;
        this.home = Optional.of(home);
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(stream(out), stream(err), false, false);
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T10:01:04Z"), ZoneOffset.UTC);
        Invocation invocation = new Invocation(directory, Map.copyOf(System.getenv()), home, terminal, clock);
        int exitCode = new CommandRunner(invocation).run(args);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
