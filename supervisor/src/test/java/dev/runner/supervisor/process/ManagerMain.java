package dev.runner.supervisor.process;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSpec;
import dev.runner.supervisor.RestartPolicy;
import dev.runner.supervisor.StopPolicy;
import dev.runner.supervisor.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A manager in a JVM of its own, to be killed by {@link ManagerDeathTest} when it says that it has come to a stage. */
final class ManagerMain {
    private static final StopPolicy STOP = new StopPolicy("TERM", Duration.ofSeconds(60));

    private final Path directory;
    private final Supervisor supervisor;

    private ManagerMain(Path directory, String run) throws LaunchException {
        this.directory = directory;
        this.supervisor = new Supervisor(directory, run, problem -> System.out.println("problem " + problem), error -> {
            throw error;
        });
    }

    /**
     * Comes to a stage, says so, and waits to be killed.
     *
     * @param args directory, run, stage, and the script of the members
     */
    public static void main(String[] args) throws Exception {
        ManagerMain manager = new ManagerMain(Path.of(args[0]), args[1]);
        System.out.println("guardian " + manager.supervisor.guardianPid());
        manager.comeTo(args[2], args[3]);
        System.out.println("here");
        new CountDownLatch(1).await();
    }

    private void comeTo(String stage, String script) throws InterruptedException {
        switch (stage) {
            case "constructed" -> {}
            case "spawning" -> {
                CountDownLatch some = countdown(MemberEvent.Kind.SPAWNED, 5);
                startAll(40, script);
                some.await();
            }
            case "running" -> run(3, script);
            case "backing off" -> {
                CountDownLatch waiting = countdown(MemberEvent.Kind.BACKING_OFF, 1);
                run(1, script);
                start(add("ends", "exit 55"));
                waiting.await();
            }
            case "stopping" -> {
                CountDownLatch stopping = countdown(MemberEvent.Kind.STOPPING, 3);
                run(3, script);
                supervisor.snapshot().members().forEach(member -> supervisor.stop(member.id(), Action.Operation.STOP));
                stopping.await();
            }
            default -> throw new IllegalArgumentException(stage);
        }
    }

    private CountDownLatch countdown(MemberEvent.Kind kind, int times) {
        CountDownLatch latch = new CountDownLatch(times);
        supervisor.listen(event -> {
            if (event.kind() == kind) {
                latch.countDown();
            }
        });
        return latch;
    }

    /** Returns when all of them said that they are ready. */
    private void run(int members, String script) throws InterruptedException {
        CountDownLatch ready = countdown(MemberEvent.Kind.NOTICE_READY, members);
        startAll(members, script);
        ready.await();
    }

    private void startAll(int members, String script) {
        for (int i = 0; i < members; i++) {
            start(add("worker-" + i, script));
        }
    }

    private void start(MemberId id) {
        supervisor.start(id, null);
    }

    private MemberId add(String name, String script) {
        MemberId id = new MemberId(name);
        RestartPolicy slow = new RestartPolicy(
                Set.of(55), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO, 9, Duration.ofMinutes(1));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PIDS", directory.resolve("pids").toString());
        supervisor.add(new MemberSpec(
                id,
                List.of("/bin/sh", "-c", script),
                environment,
                directory.resolve(name),
                directory.resolve(name + ".log"),
                STOP,
                slow));
        return id;
    }
}
