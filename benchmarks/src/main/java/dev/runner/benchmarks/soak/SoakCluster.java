package dev.runner.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster under test: commands of the runner, and calls to the coordinator and its workers. */
final class SoakCluster {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final int COMMAND_SECONDS = 120;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path runner;
    private final Path directory;
    private String coordinator = "";
    private String key = "";

    /**
     * Names a cluster, which is not started yet.
     *
     * @param runner the command
     * @param directory where it runs, and writes its files
     */
    SoakCluster(Path runner, Path directory) {
        this.runner = runner;
        this.directory = directory;
    }

    void start(int hosts) throws IOException, InterruptedException {
        run("up", "--fresh", "--hosts", String.valueOf(hosts), "--keep-going", "--detach");
        String ps = run("ps", "--json");
        coordinator = found(ps, "\"coordinator\"\\s*:\\s*\"(http://[^\"]+)\"");
        key = found(ps, "\"apiKey\"\\s*:\\s*\"([^\"]+)\"");
    }

    /** Runs a command of the runner, which must succeed, and returns what it printed. */
    String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(runner.toString()));
        command.addAll(List.of(words));
        Path output = Files.createTempFile(directory, "command", ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException(String.join(" ", words) + " has not ended after " + COMMAND_SECONDS + " s");
        }
        String printed = Files.readString(output);
        Files.delete(output);
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + process.exitValue() + ": " + printed);
        }
        return printed;
    }

    /** A call to the coordinator. */
    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, coordinator + "/api/v1/cluster" + path, body);
    }

    /** A call to a worker at this address. */
    HttpResponse<String> callWorker(String method, String address, String path)
            throws IOException, InterruptedException {
        return send(method, address + "/api/v1" + path, "");
    }

    private HttpResponse<String> send(String method, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-api-key", key)
                .header("content-type", "application/json")
                .timeout(CALL)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The address of a worker, as the coordinator knows it. */
    String address(String worker) throws IOException, InterruptedException {
        return found(call("GET", "/workers/" + worker, "").body(), "\"address\"\\s*:\\s*\"([^\"]+)\"");
    }

    String deploy(String group) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("POST", "/pipeline-groups", group);
        if (answer.statusCode() != 201) {
            throw new IOException("a group was not deployed: " + answer.body());
        }
        return found(answer.body(), "\"id\"\\s*:\\s*\"([^\"]+)\"");
    }

    /** What a pattern captures first. */
    static String found(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("there is no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
