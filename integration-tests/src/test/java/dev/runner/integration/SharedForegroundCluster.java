package dev.runner.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * One cluster of four hosts, in the foreground, for all tests that do not change it.
 *
 * @param up the command that runs it
 * @param ps the output of {@code ps --json} when it was ready
 */
record SharedForegroundCluster(Sandbox sandbox, RunningCommand up, JsonNode ps) implements AutoCloseable {
    static final int HOSTS = 4;

    static SharedForegroundCluster start() {
        try {
            Sandbox sandbox = new Sandbox(UnpackedRelease.shared());
            RunningCommand up = sandbox.start("up", "--hosts", String.valueOf(HOSTS));
            up.awaitErr("look and stop:");
            return new SharedForegroundCluster(sandbox, up, sandbox.ps());
        } catch (IOException e) {
            throw new AssertionError("the cluster for all tests cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String coordinator() {
        return ps.get("coordinator").asText();
    }

    String apiKey() {
        return ps.get("apiKey").asText();
    }

    String api() {
        return ps.get("manager").get("api").asText();
    }

    int network() {
        return ps.get("network").asInt();
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }
}
