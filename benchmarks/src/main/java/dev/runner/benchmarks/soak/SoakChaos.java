package dev.runner.benchmarks.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What is done to the members meanwhile, one thing after the other, in an order that the seed decides. */
final class SoakChaos {

    private final SoakCluster cluster;
    private final SplittableRandom random;
    private final int hosts;
    private final Instant begun = Instant.now();
    private final List<String> timeline = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> addresses = new TreeMap<>();

    SoakChaos(SoakCluster cluster, int hosts, long seed) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.random = new SplittableRandom(seed);
    }

    List<String> timeline() {
        return timeline;
    }

    Map<String, Integer> counts() {
        return counts;
    }

    private void does(String what, String whom) {
        counts.merge(what, 1, Integer::sum);
        timeline.add(String.format(
                "%7.1f s %s %s", Duration.between(begun, Instant.now()).toMillis() / 1e3, what, whom));
    }

    private String worker() {
        return "worker-" + random.nextInt(hosts);
    }

    private void pause(int most) throws InterruptedException {
        Thread.sleep(100 + random.nextInt(most));
    }

    /** Something on purpose: nothing that was accepted may be lost by it. */
    void planned() throws IOException, InterruptedException {
        String worker = worker();
        switch (random.nextInt(12)) {
            case 0 -> command("restart", worker);
            case 1 -> command("restart", "coordinator");
            case 2 -> command("restart", "coordinator", worker);
            case 3 -> exit55(worker);
            case 4 -> {
                command("restart", "coordinator");
                exit55(worker);
            }
            case 5 -> between("stop", "start", "coordinator", () -> command("restart", worker));
            case 6 -> between("pause", "resume", "coordinator", () -> command("restart", worker));
            case 7 -> between("pause", "resume", "coordinator", () -> pause(6_000));
            case 8 -> between("pause", "resume", worker, () -> pause(4_000));
            case 9 -> between("stop", "start", worker, () -> pause(3_000));
            case 10 -> {
                request("drain", "/workers/" + worker + "/drain");
                pause(2_000);
                request("undrain", "/workers/" + worker + "/undrain");
            }
            default -> request("rebalance", "/rebalance");
        }
        pause(3_000);
    }

    /** A worker is killed, and started again. */
    void kill(List<SoakGroup> groups) throws IOException, InterruptedException {
        String worker = worker();
        does("kill", worker);
        cluster.run("kill", worker);
        groups.forEach(SoakGroup::killed);
        pause(3_000);
        command("start", worker);
        pause(3_000);
    }

    private void command(String... words) throws IOException, InterruptedException {
        does(words[0], String.join(" ", List.of(words).subList(1, words.length)));
        cluster.run(words);
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void between(String first, String last, String member, Step step) throws IOException, InterruptedException {
        command(first, member);
        try {
            step.run();
        } finally {
            command(last, member);
        }
    }

    private void exit55(String worker) throws IOException, InterruptedException {
        does("exit-55", worker);
        try {
            cluster.callWorker("POST", String.valueOf(addresses.get(worker)), "/restart");
        } catch (IOException e) {
            timeline.add("          it did not answer: " + e.getMessage()); // it is starting
        }
    }

    /** Remembers where the workers are: the coordinator may be away when it is needed. */
    void findWorkers() throws IOException, InterruptedException {
        for (int i = 0; i < hosts; i++) {
            addresses.put("worker-" + i, cluster.address("worker-" + i));
        }
    }

    private void request(String what, String path) throws InterruptedException {
        does(what, path);
        try {
            int status = cluster.call("POST", path, "").statusCode();
            if (status != 200) {
                timeline.add("          answered " + status);
            }
        } catch (IOException e) {
            timeline.add("          " + e.getMessage()); // the coordinator is starting
        }
    }

    /** All are there again. */
    void heal() throws IOException, InterruptedException {
        for (int i = 0; i < hosts; i++) {
            request("undrain", "/workers/worker-" + i + "/undrain");
        }
    }
}
