package dev.runner.integration;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A directory in which a test runs commands, with all processes that they start. All of them inherit a mark in their
 * environment, by which this finds the processes that are still running at the end, and no others on this machine.
 */
final class Sandbox implements AutoCloseable {
    private static final String MARK = "MULTIHOST_TEST_SANDBOX";

    /**
     * Starts commands with all signals enabled, like a terminal. A build in the background or under nohup ignores some,
     * which its children would inherit.
     */
    private static final List<String> HEARING_SIGNALS =
            List.of("perl", "-e", "$SIG{$_} = 'DEFAULT' for qw(INT HUP QUIT); exec {$ARGV[0]} @ARGV", "--");

    private static final Duration UNTIL_ALL_HAS_ENDED = Duration.ofSeconds(20);

    private final String id = UUID.randomUUID().toString();
    private final Path root;
    private final Path directory;
    private final UnpackedRelease release;
    private final List<RunningCommand> commands = new ArrayList<>();

    /** @param release the release whose scripts are run */
    Sandbox(UnpackedRelease release) throws IOException {
        this.release = release;
        // With a space and an apostrophe, which users' paths may have and scripts often forget.
        root = Files.createTempDirectory("runner's test ").toRealPath();
        directory = Files.createDirectory(root.resolve("project"));
    }

    /** The working directory of commands. */
    Path directory() {
        return directory;
    }

    /** The directory with the state of a cluster. */
    Path cluster(String name) {
        return directory.resolve(".runner").resolve(name);
    }

    UnpackedRelease release() {
        return release;
    }

    /** Writes a spec, or any other file, into the directory. */
    Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** Runs {@code runner} to its end. */
    CompletedCommand run(String... words) throws IOException, InterruptedException {
        return start(words).finish();
    }

    /** Starts {@code runner}. */
    RunningCommand start(String... words) throws IOException {
        return startIn(directory, Map.of(), runner(words));
    }

    /** The command line of {@code runner} with these words. */
    List<String> runner(String... words) {
        List<String> command = new ArrayList<>(List.of(release.script("runner").toString()));
        command.addAll(List.of(words));
        return command;
    }

    RunningCommand startIn(Path where, Map<String, String> environment, List<String> command) throws IOException {
        List<String> words = new ArrayList<>(HEARING_SIGNALS);
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words).directory(where.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MULTIHOST_"));
        builder.environment().remove("NO_COLOR");
        builder.environment().put("MULTIHOST_JAVA_HOME", System.getProperty("java.home", ""));
        builder.environment().put("MULTIHOST_STATE_HOME", root.resolve("state").toString());
        builder.environment().put("MULTIHOST_ARCHIVES", "use");
        builder.environment().put(MARK, id);
        builder.environment().putAll(environment);
        RunningCommand running = new RunningCommand(String.join(" ", command), builder.start());
        commands.add(running);
        return running;
    }

    /** The output of {@code ps --json}, which must exit with 0. */
    JsonNode ps() throws IOException, InterruptedException {
        return run("ps", "--json").expect(0).json();
    }

    /** One member in the output of {@code ps --json}. */
    JsonNode member(String name) throws IOException, InterruptedException {
        return member(ps(), name);
    }

    static JsonNode member(JsonNode ps, String name) {
        return JsonTreeReader.elements(ps.get("members")).stream()
                .filter(member -> member.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no member " + name + " in " + ps));
    }

    List<JsonNode> events(String cluster) {
        return JsonTreeReader.lines(cluster(cluster).resolve("events.jsonl"));
    }

    /** All processes of this sandbox: commands, managers, guardians, members and their descendants. */
    List<ProcInspector.Seen> alive() {
        return ProcInspector.withEnvironment(environment -> id.equals(environment.get(MARK)));
    }

    /** Asserts that no process of the sandbox is alive. */
    void assertNothingAlive() {
        List<ProcInspector.Seen> alive = alive();
        if (!alive.isEmpty()) {
            throw new AssertionError("still alive: " + alive);
        }
    }

    /** Waits until no process of the sandbox is alive. */
    void awaitNothingAlive(Duration patience) {
        try {
            await().atMost(patience).pollInterval(Duration.ofMillis(10)).until(() -> alive().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("alive after " + patience.toMillis() + " ms: " + alive(), e);
        }
    }

    /** Describes the sandbox to diagnose a failed test. */
    String report() {
        StringBuilder report = new StringBuilder("the sandbox " + root + "\n");
        commands.stream()
                .skip(Math.max(0, commands.size() - 6))
                .forEach(command -> report.append(command.soFar()).append('\n'));
        textFiles()
                .forEach((file, text) ->
                        report.append("=== ").append(file).append('\n').append(text));
        report.append("=== alive\n");
        alive().forEach(process -> report.append(process).append('\n'));
        return report.toString();
    }

    private Map<Path, String> textFiles() {
        Map<Path, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".log") || name.endsWith(".jsonl") || name.endsWith(".journal")) {
                    texts.put(file, Files.readString(file));
                }
            }
        } catch (IOException e) {
            texts.put(directory, "cannot be read: " + e + "\n");
        }
        return texts;
    }

    /** Stops the clusters, and fails if a process survives. */
    @Override
    public void close() throws IOException {
        try {
            downAll();
            awaitNothingAlive(UNTIL_ALL_HAS_ENDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the clusters were stopped", e);
        } finally {
            alive().forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
            deleteTree();
        }
    }

    private void downAll() throws IOException, InterruptedException {
        if (alive().isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path manager :
                    files.filter(file -> file.endsWith("manager.json")).toList()) {
                Path cluster = manager.resolveSibling("").normalize();
                startIn(cluster, Map.of(), runner("down", "--name", String.valueOf(cluster.getFileName())))
                        .finish();
            }
        }
    }

    private void deleteTree() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
