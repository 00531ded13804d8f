package dev.runner.benchmarks.soak;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that inject events, single or in batches. Those with an id are sent again until they are accepted, as a
 * client does that wants each of them once; of those without one that were not accepted nobody knows.
 */
final class SoakLoad {

    private static final int MOST_IN_A_BATCH = 40;
    private static final long PAUSE_MILLIS = 10;
    private static final long AGAIN_MILLIS = 200;

    /** Numbers the events of all phases: an id that was used before would be a repeat. */
    private static final AtomicLong NEXT = new AtomicLong();

    private final SoakCluster cluster;
    private final List<SoakGroup> groups;
    private final AtomicLong repeats = new AtomicLong();
    private final CountDownLatch ended;
    private volatile boolean goesOn = true;

    private SoakLoad(SoakCluster cluster, List<SoakGroup> groups, int clients) {
        this.cluster = cluster;
        this.groups = groups;
        this.ended = new CountDownLatch(clients);
    }

    static SoakLoad begin(SoakCluster cluster, List<SoakGroup> groups, int clients, long seed) {
        SoakLoad load = new SoakLoad(cluster, groups, clients);
        for (int i = 0; i < clients; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            Thread thread = new Thread(() -> load.run(random), "client-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return load;
    }

    /** How often events with an id were sent again. */
    long repeats() {
        return repeats.get();
    }

    /** Ends when the last events have been accepted. Returns whether they have. */
    boolean stop() throws InterruptedException {
        goesOn = false;
        return ended.await(120, TimeUnit.SECONDS);
    }

    private void run(SplittableRandom random) {
        try {
            while (goesOn) {
                SoakGroup group = groups.get(random.nextInt(groups.size()));
                switch (random.nextInt(3)) {
                    case 0 -> once(group);
                    case 1 -> single(group);
                    default -> batch(group, 1 + random.nextInt(MOST_IN_A_BATCH));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private String event(boolean withId) {
        long number = NEXT.incrementAndGet();
        String id = withId ? ",\"event_id\":\"soak-" + number + "\"" : "";
        return "{\"event_type\":\"Tick\",\"fields\":{\"i\":" + number + "}" + id + "}";
    }

    private void once(SoakGroup group) throws InterruptedException {
        try {
            if (inject(group, event(false)).statusCode() == 200) {
                group.accepted(1);
                return;
            }
        } catch (IOException e) {
            // counted below: the coordinator has ended, and nobody knows whether it had passed the event on
        }
        group.unknown(1);
    }

    private HttpResponse<String> inject(SoakGroup group, String event) throws IOException, InterruptedException {
        return cluster.call("POST", "/pipeline-groups/" + group.id() + "/inject", event);
    }

    private void single(SoakGroup group) throws InterruptedException {
        String event = event(true);
        untilAccepted(group, 1, () -> inject(group, event).statusCode() == 200);
    }

    private void batch(SoakGroup group, int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(true));
        }
        String body = "{\"events\":[" + String.join(",", events) + "]}";
        untilAccepted(group, count, () -> {
            HttpResponse<String> answer =
                    cluster.call("POST", "/pipeline-groups/" + group.id() + "/inject-batch", body);
            return answer.statusCode() == 200 && answer.body().contains("\"events_failed\":0,");
        });
    }

    private interface Attempt {
        boolean succeeds() throws IOException, InterruptedException;
    }

    private void untilAccepted(SoakGroup group, int events, Attempt attempt) throws InterruptedException {
        while (true) {
            try {
                if (attempt.succeeds()) {
                    group.accepted(events);
                    return;
                }
            } catch (IOException e) {
                // as an answer that says no
            }
            if (!group.knowsRepeats()) {
                group.unknown(events);
                return;
            }
            repeats.incrementAndGet();
            Thread.sleep(AGAIN_MILLIS);
        }
    }
}
