package dev.runner.supervisor;

import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.process.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real supervisor in a directory of its own, with members that are lines of shell. */
final class SupervisorFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path directory;
    final String runId = "test" + Long.toString(System.nanoTime(), 36);
    final List<MemberEvent> events = new CopyOnWriteArrayList<>();
    final List<Error> errors = new CopyOnWriteArrayList<>();
    final List<String> problems = new CopyOnWriteArrayList<>();
    final Supervisor supervisor;

    SupervisorFixture(Path directory) throws IOException, LaunchException {
        this.directory = Files.createDirectories(directory);
        this.supervisor = new Supervisor(directory, runId, problems::add, errors::add);
        supervisor.listen(events::add);
    }

    MemberId add(String name, String script) {
        return add(name, script, StopPolicy.STANDARD, RestartPolicy.STANDARD);
    }

    MemberId add(String name, String script, StopPolicy stop, RestartPolicy restart) {
        return add(name, List.of("/bin/sh", "-c", script), stop, restart);
    }

    MemberId add(String name, List<String> command, StopPolicy stop, RestartPolicy restart) {
        MemberId id = new MemberId(name);
        Map<String, String> environment = new HashMap<>(System.getenv());
        supervisor.add(new MemberSpec(
                id, command, environment, directory.resolve("members").resolve(name), log(name), stop, restart));
        return id;
    }

    MemberId run(String name, String script) {
        MemberId id = add(name, script);
        supervisor.start(id, null);
        return id;
    }

    Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }

    String logText(String name) throws IOException {
        return Files.exists(log(name)) ? Files.readString(log(name)) : "";
    }

    MemberSnapshot member(MemberId id) {
        return supervisor.snapshot().member(id).orElseThrow();
    }

    MemberSnapshot awaitState(MemberId id, LifecycleState state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> member(id).state() == state);
        return member(id);
    }

    /** The exit with which the member came to this state. */
    ExitRecord awaitExit(MemberId id, LifecycleState state) {
        return java.util.Objects.requireNonNull(awaitState(id, state).lastExit());
    }

    MemberEvent awaitEvent(MemberId id, MemberEvent.Kind kind) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> find(id, kind) != null);
        return java.util.Objects.requireNonNull(find(id, kind));
    }

    void awaitLog(String name, String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> logText(name).contains(text));
    }

    /** Whether it runs: a zombie, which only waits to be collected by whoever adopted it, does not. */
    static boolean isAlive(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    private @org.jspecify.annotations.Nullable MemberEvent find(MemberId id, MemberEvent.Kind kind) {
        return events.stream()
                .filter(event -> event.member().id().equals(id) && event.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
