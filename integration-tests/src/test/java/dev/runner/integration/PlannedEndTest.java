package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker ends on purpose while the coordinator cannot take its state: nothing that was accepted is lost. Checkpoints
 * are taken every 5 s only, so that the last one never has it all. Each test leaves all members ready.
 */
@IntegrationScenario
class PlannedEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COUNTING = "{\"name\":\"one\",\"pipelines\":[{\"name\":\"p\","
            + "\"worker_affinity\":\"worker-1\","
            + "\"source\":\"stream Count = Tick .aggregate(cnt: count(), all: count_distinct(n))"
            + " .emit(cnt: cnt, all: all)\"}]}";

    private static ControlPlaneClient control;

    @BeforeAll
    static void up(Sandbox sandbox) throws Exception {
        sandbox.run("up", "--hosts", "2", "--detach").expect(0);
        JsonNode ps = sandbox.ps();
        control = new ControlPlaneClient(
                ps.get("coordinator").textValue(), ps.get("apiKey").textValue());
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("restarted with the coordinator", List.of(List.of("restart", "coordinator", "worker-1"))),
                Arguments.of(
                        "restarted right after the coordinator",
                        List.of(List.of("restart", "coordinator"), List.of("restart", "worker-1"))),
                Arguments.of(
                        "restarted while the coordinator is paused",
                        List.of(
                                List.of("pause", "coordinator"),
                                List.of("restart", "worker-1"),
                                List.of("resume", "coordinator"))),
                Arguments.of(
                        "stopped and started while the coordinator is stopped",
                        List.of(
                                List.of("stop", "coordinator"),
                                List.of("stop", "worker-1"),
                                List.of("start", "coordinator"),
                                List.of("start", "worker-1"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    @Tag("V46")
    void losesNothing(String how, List<List<String>> commands, Sandbox sandbox) throws Exception {
        String group = control.deploy(COUNTING);
        for (int n = 1; n <= 20; n++) {
            assertThat(control.outputs(group, "Tick", "{\"n\":" + n + "}")).hasSize(1);
        }

        for (List<String> command : commands) {
            sandbox.run(command.toArray(String[]::new)).expect(0);
        }

        assertThat(next(group, new AtomicInteger()).get("all").intValue()).isEqualTo(21);
        finish(sandbox, group);
    }

    /** Of an event that was refused nobody knows; one that was accepted counts once. */
    @Test
    @Tag("V46")
    void losesNothingUnderLoadWhenTheCoordinatorRestartsToo(Sandbox sandbox) throws Exception {
        String group = control.deploy(COUNTING);
        int accepted;
        int unknown;
        try (ContinuousEventInjector injector = ContinuousEventInjector.into(control, group, 4)) {
            injector.awaitMore(200);
            sandbox.run("restart", "coordinator", "worker-1").expect(0);
            injector.stop();
            accepted = injector.accepted();
            unknown = injector.refused().size();
        }

        AtomicInteger attempts = new AtomicInteger();
        JsonNode last = next(group, attempts);
        int distinct = last.get("all").intValue();
        assertThat(distinct).isBetween(accepted + 1, accepted + unknown + 1);
        assertThat(last.get("cnt").intValue())
                .as("none was processed twice, but for this last one where it was repeated")
                .isBetween(distinct, distinct + attempts.get() - 1);
        finish(sandbox, group);
    }

    /** The counts with one more event, which is repeated until it is accepted. */
    private static JsonNode next(String group, AtomicInteger attempts) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> {
                            attempts.incrementAndGet();
                            return control.inject(group, "Tick", "{\"n\":-1}")
                                    .json()
                                    .at("/worker_response/output_events/0");
                        },
                        output -> !output.isMissingNode());
    }

    private static void finish(Sandbox sandbox, String group) throws Exception {
        control.delete(group, "at the end");
        sandbox.run("wait").expect(0);
    }
}
