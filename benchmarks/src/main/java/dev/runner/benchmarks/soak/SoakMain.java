package dev.runner.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs the soak. Most of the time only what is done on purpose happens, and then everything is counted; in the rest
 * workers are killed too, and what the documentation permits to be lost then is counted apart.
 */
public final class SoakMain {

    private static final int CLIENTS = 4;
    private static final double PLANNED_SHARE = 0.8;
    private static final Duration QUIET = Duration.ofMinutes(2);

    private final SoakCluster cluster;
    private final SoakChaos chaos;
    private final long seed;
    private final List<SoakGroup> groups;

    private SoakMain(SoakCluster cluster, SoakChaos chaos, long seed, List<SoakGroup> groups) {
        this.cluster = cluster;
        this.chaos = chaos;
        this.seed = seed;
        this.groups = groups;
    }

    /**
     * Runs it, and exits with 0 when everything is right, or with 1.
     *
     * @param args the runner's command, a directory to work in, minutes, seed, hosts
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        double minutes = Double.parseDouble(args[2]);
        long seed = Long.parseLong(args[3]);
        int hosts = Integer.parseInt(args[4]);
        SoakCluster cluster = new SoakCluster(Path.of(args[0]), Path.of(args[1]));
        boolean right;
        try {
            cluster.start(hosts);
            SoakChaos chaos = new SoakChaos(cluster, hosts, seed);
            chaos.findWorkers();
            List<SoakGroup> groups = List.of(
                    SoakGroup.deploy(cluster, "pinned", 1, ",\"worker_affinity\":\"worker-0\""),
                    SoakGroup.deploy(cluster, "free", 1, ""),
                    SoakGroup.deploy(cluster, "keyed", 4, ",\"partition_key\":\"i\""),
                    SoakGroup.deploy(cluster, "turns", 3, ""));
            right = new SoakMain(cluster, chaos, seed, groups).run(minutes);
        } finally {
            cluster.run("down");
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run(double minutes) throws IOException, InterruptedException {
        Duration all = Duration.ofMillis((long) (minutes * 60_000));
        Duration planned = Duration.ofMillis((long) (all.toMillis() * PLANNED_SHARE));
        return phase("on purpose", planned, () -> chaos.planned())
                && phase("with kills", all.minus(planned), () -> {
                    chaos.kill(groups);
                    chaos.planned();
                });
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private boolean phase(String name, Duration length, Step step) throws IOException, InterruptedException {
        System.out.printf("%s: %d s, seed %d%n", name, length.toSeconds(), seed);
        SoakLoad load = SoakLoad.begin(cluster, groups, CLIENTS, seed);
        Instant end = Instant.now().plus(length);
        try {
            while (Instant.now().isBefore(end)) {
                step.run();
            }
        } catch (IOException e) {
            print("a step has failed: " + e.getMessage());
            return false;
        }
        chaos.heal();
        boolean sent = load.stop();
        return counted(name, sent) && report(name, load.repeats());
    }

    /** Waits until all pipelines run and the numbers are right, or for long enough to say that they are not. */
    private boolean counted(String phase, boolean sent) throws InterruptedException {
        if (!sent) {
            print(phase + ": some events were not accepted within 2 minutes");
            return false;
        }
        Instant end = Instant.now().plus(QUIET);
        for (SoakGroup group : groups) {
            long processed = -1;
            while (!(processed >= 0 && group.isRight(processed))) {
                if (Instant.now().isAfter(end)) {
                    print(phase + ", WRONG: " + group.describe(processed));
                    return false;
                }
                Thread.sleep(500);
                processed = processed(group);
            }
            System.out.println("  " + group.describe(processed));
        }
        return true;
    }

    private long processed(SoakGroup group) throws InterruptedException {
        try {
            return group.processed(cluster);
        } catch (IOException e) {
            return -1; // a member is starting
        }
    }

    private boolean report(String phase, long repeats) {
        long accepted = groups.stream().mapToLong(SoakGroup::accepted).sum();
        System.out.printf(
                "%s: %d accepted so far, nothing lost or processed twice; %d calls repeated; %s; seed %d%n",
                phase, accepted, repeats, chaos.counts(), seed);
        return true;
    }

    private void print(String wrong) {
        chaos.timeline().forEach(System.out::println);
        System.out.println(wrong + "; seed " + seed);
    }
}
