package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order in which members start, their readiness, and the timeline's events. */
@IntegrationScenario
class StartupOrderTest {
    @Test
    @Tag("R3")
    @Tag("R13")
    void startsInOrderAndStopsInReverse(Sandbox sandbox) throws Exception {
        sandbox.write("chain.yaml", """
                hosts: 2
                members:
                  web: {command: [sleep, "600"], after: [app]}
                  app: {command: [sleep, "600"], after: [db]}
                  db: {on: [0], command: "echo open; exec sleep 600", ready: {log: open}}
                """);
        sandbox.run("up", "-f", "chain.yaml", "--detach").expect(0);
        sandbox.run("down").expect(0);

        List<JsonNode> events = sandbox.events("chain");

        assertThat(places(events, "ready", "db")).allMatch(place -> place < first(events, "spawned", "app"));
        assertThat(places(events, "ready", "app"))
                .hasSize(2)
                .allMatch(place -> place < first(events, "spawned", "web"));
        assertThat(places(events, "stopped", "web"))
                .hasSize(2)
                .allMatch(place -> place < first(events, "stopping", "app"));
        assertThat(places(events, "stopped", "app"))
                .hasSize(2)
                .allMatch(place -> place < first(events, "stopping", "db"));
        assertThat(events)
                .first()
                .satisfies(event -> assertThat(event.get("event").textValue()).isEqualTo("cluster_starting"));
        assertThat(events)
                .last()
                .satisfies(event -> assertThat(event.get("event").textValue()).isEqualTo("cluster_ended"));
        assertThat(events)
                .filteredOn(event -> event.get("event").textValue().equals("stopping"))
                .hasSize(5)
                .allMatch(event -> event.get("cause").textValue().equals("runner down"));
        assertThat(events)
                .extracting(event -> Instant.parse(event.get("at").textValue()))
                .isSorted();
    }

    private static List<Integer> places(List<JsonNode> events, String event, String kind) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).get("event").textValue().equals(event)
                    && events.get(i).path("member").asText().startsWith(kind + "-")) {
                places.add(i);
            }
        }
        return places;
    }

    private static int first(List<JsonNode> events, String event, String kind) {
        return places(events, event, kind).get(0);
    }

    @Test
    @Tag("R2")
    void namesTheMemberThatIsNeverReadyWithTheLastProbeResult(Sandbox sandbox) throws Exception {
        sandbox.write("closed.yaml", """
                members:
                  fine: {command: [sleep, "600"]}
                  closed: {command: [sleep, "600"], ready: {tcp: 29123}}
                """);

        CompletedCommand up =
                sandbox.run("up", "-f", "closed.yaml", "--timeout", "1s").expect(5);

        sandbox.assertNothingAlive();
        assertThat(up.err())
                .containsPattern("runner: closed-0 was not ready after [12]\\.\\d s: .*29123.*")
                .contains("closed-0.log");
        assertThat(up.took()).isLessThan(Duration.ofSeconds(20));
        assertThat(sandbox.run("ps").expect(1).out()).contains("was not ready after");
    }

    @Test
    @Tag("R2")
    void appliesTheTimeoutOfTheSpec(Sandbox sandbox) throws Exception {
        sandbox.write("mute.yaml", """
                members:
                  mute: {command: [sleep, "600"], ready: {log: hello, timeout: 500ms}}
                """);

        CompletedCommand up = sandbox.run("up", "-f", "mute.yaml", "--detach").expect(5);

        sandbox.assertNothingAlive();
        assertThat(up.err()).containsPattern("mute-0 was not ready after 5\\d\\d ms: .*hello");
    }

    @Test
    @Tag("R2")
    void everyProbeWorks(Sandbox sandbox) throws Exception {
        sandbox.write("probes.yaml", """
                members:
                  line: {command: "echo warming; echo open for all; exec sleep 600", ready: {log: "^open"}}
                  check: {command: "touch up; exec sleep 600", ready: {command: [test, -e, up]}}
                  notice:
                    command: 'echo "$MULTIHOST_COOKIE ready" >>"$MULTIHOST_NOTICES"; exec sleep 600'
                    ready: {notice: true}
                  alive: {command: [sleep, "600"]}
                """);
        sandbox.run("up", "-f", "probes.yaml", "--detach").expect(0);

        assertThat(JsonTreeReader.texts(sandbox.ps().get("members"), "state")).containsOnly("ready");
    }

    @Test
    @Tag("R5")
    void rendersTemplates(Sandbox sandbox) throws Exception {
        sandbox.write("told.yaml", """
                hosts: 2
                members:
                  told:
                    command: [sh, -c, 'echo "{{name}} {{number}}/{{count}} on {{ip}} in {{dir}}, $GREETING"; exec sleep 600']
                    env: {GREETING: "hello from {{octets}}"}
                    ready: {log: hello}
                """);
        sandbox.run("up", "-f", "told.yaml", "--detach").expect(0);

        int network = sandbox.ps().get("network").asInt();
        String directory = sandbox.member("told-1").get("directory").textValue();
        assertThat(sandbox.run("logs", "told-1").expect(0).out())
                .isEqualTo("told-1 | told-1 2/2 on 127.%d.1.1 in %s, hello from 127,%d,1,1\n"
                        .formatted(network, directory, network));
    }
}
