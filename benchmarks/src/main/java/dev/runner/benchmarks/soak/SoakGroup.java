package dev.runner.benchmarks.soak;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A group of the soak, and what its clients know of its events. Thread-safe. */
final class SoakGroup {

    /** A checkpoint is read every 5 s; one that is late, and a worker that is found dead late, double that. */
    private static final long MAY_BE_LOST_MILLIS = 12_000;

    private static final Pattern PLACEMENT =
            Pattern.compile("\"worker_address\":\"([^\"]+)\",\"pipeline_id\":\"([^\"]+)\",\"status\":\"([^\"]+)\"");

    private final String id;
    private final String name;
    private final int replicas;
    private final boolean isKeyed;
    private final Deque<long[]> recent = new ArrayDeque<>();
    private long accepted;
    private long unknown;
    private long mayBeLost;

    private SoakGroup(String id, String name, int replicas, boolean isKeyed) {
        this.id = id;
        this.name = name;
        this.replicas = replicas;
        this.isKeyed = isKeyed;
    }

    /** Deploys a group of one pipeline that counts its events. */
    static SoakGroup deploy(SoakCluster cluster, String name, int replicas, String more)
            throws IOException, InterruptedException {
        String id = cluster.deploy("{\"name\":\"" + name + "\",\"pipelines\":[{\"name\":\"" + name + "\",\"replicas\":"
                + replicas + more + ",\"source\":\"stream A = Tick .aggregate(n: count(), sum: sum(i))"
                + " .emit(n: n, sum: sum)\"}]}");
        return new SoakGroup(id, name, replicas, more.contains("partition_key"));
    }

    /** Whether a repeat reaches the replica that had the event: not where several take turns. */
    boolean knowsRepeats() {
        return replicas == 1 || isKeyed;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    synchronized void accepted(int events) {
        accepted += events;
        recent.addLast(new long[] {System.currentTimeMillis(), events});
        if (recent.size() > 100_000) {
            recent.removeFirst();
        }
    }

    /** Nobody knows whether these were processed, and they are not sent again. */
    synchronized void unknown(int events) {
        unknown += events;
    }

    /** A worker is killed now: what was accepted since its last checkpoint may be lost. */
    synchronized void killed() {
        long since = System.currentTimeMillis() - MAY_BE_LOST_MILLIS;
        for (long[] some : recent) {
            if (some[0] >= since) {
                mayBeLost += some[1];
            }
        }
        recent.clear();
    }

    synchronized long accepted() {
        return accepted;
    }

    /** How many events the pipelines have in their state; -1 while not all of them run. */
    long processed(SoakCluster cluster) throws IOException, InterruptedException {
        HttpResponse<String> answer = cluster.call("GET", "/pipeline-groups/" + id, "");
        Matcher placement = PLACEMENT.matcher(answer.body());
        int running = 0;
        long events = 0;
        while (placement.find()) {
            HttpResponse<String> pipeline =
                    cluster.callWorker("GET", placement.group(1), "/pipelines/" + placement.group(2));
            if (!placement.group(3).equals("Running") || pipeline.statusCode() != 200) {
                return -1;
            }
            events += Long.parseLong(SoakCluster.found(pipeline.body(), "\"events_processed\":(\\d+)"));
            running++;
        }
        return running == replicas ? events : -1;
    }

    /** Whether this number can be right. */
    synchronized boolean isRight(long processed) {
        return processed >= accepted - mayBeLost && processed <= accepted + unknown;
    }

    synchronized String describe(long processed) {
        return name + ": " + accepted + " accepted, " + processed + " processed, " + unknown + " unknown, " + mayBeLost
                + " may be lost by kills";
    }
}
