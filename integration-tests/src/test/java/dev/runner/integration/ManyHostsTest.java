package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** The largest cluster. */
@Tag("alone")
@IntegrationScenario
class ManyHostsTest {
    private static final int HOSTS = 254;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    @Tag("F20")
    @Tag("F22")
    void startsAndStops254(Sandbox sandbox, TestReporter reporter) throws Exception {
        sandbox.write("nap.yaml", SampleSpecs.NAP);

        CompletedCommand up = sandbox.start("up", "-f", "nap.yaml", "--hosts", String.valueOf(HOSTS), "--detach")
                .finish(PATIENCE)
                .expect(0);

        JsonNode members = sandbox.ps().get("members");
        assertThat(JsonTreeReader.texts(members, "state")).hasSize(HOSTS).containsOnly("ready");
        assertThat(new HashSet<>(JsonTreeReader.texts(members, "address"))).hasSize(HOSTS);
        assertThat(new HashSet<>(JsonTreeReader.texts(members, "pid"))).hasSize(HOSTS);
        CompletedCommand down =
                sandbox.start("down", "--timeout", "120s").finish(PATIENCE).expect(0);
        sandbox.assertNothingAlive();
        reporter.publishEntry(
                HOSTS + " hosts",
                "up " + up.took().toMillis() + " ms, down " + down.took().toMillis() + " ms");
    }
}
