package dev.runner.members;

import dev.runner.coordinator.CoordinatorMain;
import dev.runner.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Does in one JVM what coordinator and worker do for a user, so that the JVM can note the classes of both for one start
 * archive: they start, find each other, beat, take a group, run events, are asked for their figures, and end.
 */
public final class MembersTrainingMain {
    private static final String ADDRESS = "127.0.0.1";
    private static final String CLUSTER = "/api/v1/cluster";
    private static final String EVENT = "{\"event_type\":\"Reading\",\"fields\":{\"sensor\":\"s1\",\"value\":150}}";
    private static final String GROUP = """
            {"name":"training","pipelines":[{"name":"p","source":"%s"}],
             "routes":[{"from_pipeline":"_external","to_pipeline":"p","event_types":["Reading"]}]}
            """.formatted("stream Alert = Reading .where(value > 100 and sensor != '')"
            + " .emit(sensor: sensor, twice: value * 2)"
            + " stream Mean = Reading .partition_by(sensor) .window(2)"
            + " .aggregate(mean: avg(value), n: count()) .emit(mean: mean)");

    private final TrainingHttpClient client;
    private final Path storage;

    private MembersTrainingMain(TrainingHttpClient client, Path storage) {
        this.client = client;
        this.storage = storage;
    }

    /**
     * Trains, and ends the JVM: with 0 where all of it went well. The members' key is taken from the environment, as
     * they take it.
     *
     * @param args an empty directory, for what they store
     */
    public static void main(String[] args) {
        TrainingHttpClient.giveUpAfter(240);
        try {
            String key = System.getenv().getOrDefault("MULTIHOST_API_KEY", "");
            TrainingHttpClient client = new TrainingHttpClient(ADDRESS, TrainingHttpClient.freePort(ADDRESS), key);
            MembersTrainingMain training = new MembersTrainingMain(client, Path.of(args[0]));
            training.start();
            training.use();
            System.exit(0);
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("the training failed: " + e);
            System.exit(1);
        }
    }

    private void start() throws IOException {
        String port = String.valueOf(client.port());
        String often = "20ms";
        CoordinatorMain.main(new String[] {
            "--bind",
            ADDRESS,
            "--port",
            port,
            "--storage",
            storage.resolve("coordinator").toString(),
            "--heartbeat-interval",
            often,
            "--sweep-interval",
            often,
            "--checkpoint-interval",
            often
        });
        WorkerMain.main(new String[] {
            "--bind",
            ADDRESS,
            "--port",
            "0",
            "--exchange-port",
            String.valueOf(TrainingHttpClient.freePort(ADDRESS)),
            "--coordinator",
            "http://" + ADDRESS + ":" + port,
            "--worker-id",
            "worker-0",
            "--storage",
            storage.resolve("worker").toString()
        });
    }

    private void use() throws IOException, InterruptedException {
        client.await("GET", CLUSTER + "/workers", "\"ready\"");
        String group = TrainingHttpClient.id(client.call("POST", CLUSTER + "/pipeline-groups", GROUP));
        String path = CLUSTER + "/pipeline-groups/" + group;
        for (int i = 0; i < 10; i++) {
            client.call("POST", path + "/inject", EVENT);
        }
        client.call("POST", path + "/inject-batch", "{\"events\":[" + EVENT + "," + EVENT + "]}");
        for (String look : List.of(path, CLUSTER + "/topology", CLUSTER + "/metrics", "/health", "/ready")) {
            client.call("GET", look, "");
        }
        client.call("DELETE", path, "");
    }
}
