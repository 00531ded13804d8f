package dev.runner.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.ClusterState;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9")
class ClusterViewTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:05Z");

    @Test
    void isWrittenAsTheContractSays() {
        ClusterView view = ViewFixtures.cluster(
                ClusterState.READY, null, ViewFixtures.worker(0, LifecycleState.READY, ExitView.ofCode(55, AT)));

        assertThat(JsonRecords.text(view))
                .isEqualTo("{\"cluster\":\"default\",\"network\":100,\"state\":\"ready\",\"manager\":{"
                        + "\"pid\":1,\"api\":\"http://127.100.254.1:28080\"},"
                        + "\"coordinator\":\"http://127.100.255.1:28080\",\"members\":[{\"name\":\"worker-0\","
                        + "\"kind\":\"worker\",\"ordinal\":0,\"address\":\"127.100.0.1\",\"pid\":4000000,"
                        + "\"state\":\"ready\",\"restarts\":1,\"startedAt\":\"2026-01-01T10:00:00Z\","
                        + "\"lastExit\":{\"code\":55,\"at\":\"2026-01-01T10:00:05Z\"},\"directory\":\"/w/worker-0\","
                        + "\"url\":\"http://127.100.0.1:28080\",\"formed\":null,\"paused\":false,\"debug\":null,"
                        + "\"cause\":null,\"action\":null,\"ports\":[\"28080\"],\"pending\":null}],"
                        + "\"apiKey\":\"secret\",\"fatal\":null,\"formed\":null}");
    }

    @Test
    void writesWhatIsUnknownAsNull() {
        ClusterView view = ViewFixtures.cluster(
                ClusterState.FAILED, "it broke", ViewFixtures.worker(0, LifecycleState.BACKING_OFF, null));

        assertThat(JsonRecords.text(view))
                .contains("\"pid\":null", "\"startedAt\":null", "\"lastExit\":null", "\"state\":\"backing_off\"");
    }

    @Test
    void writesWhatWasAskedForInWordsAndForPrograms() {
        MemberView sent = ViewFixtures.operatorActions(0, LifecycleState.STOPPED, false, new Action.SendSignal(15));
        assertThat(JsonRecords.text(sent))
                .contains("\"cause\":\"runner kill --signal TERM\","
                        + "\"action\":{\"by\":\"operator\",\"name\":\"signal\",\"signal\":\"TERM\"}");
    }

    @Test
    void readsWhatAnEarlierVersionWroteWithoutActions() {
        MemberView killed = ViewFixtures.operatorActions(0, LifecycleState.STOPPED, false, Action.Operation.KILL);
        String earlier = JsonRecords.text(killed).replaceAll(",\"action\":\\{[^}]*}", "");
        assertThat(JsonRecords.read(earlier, MemberView.class).action()).isNull();
    }

    @Test
    void writesEachKindOfExit() {
        assertThat(JsonRecords.text(ExitView.ofSignal("KILL", AT)))
                .isEqualTo("{\"signal\":\"KILL\",\"at\":\"2026-01-01T10:00:05Z\"}");
        assertThat(JsonRecords.text(ExitView.unknown(AT)))
                .isEqualTo("{\"unknown\":true,\"at\":\"2026-01-01T10:00:05Z\"}");
    }

    @Test
    void readsWhatItWrote() {
        ClusterView view = ViewFixtures.cluster(
                ClusterState.DEGRADED,
                "worker-1 was killed",
                ViewFixtures.worker(0, LifecycleState.READY, null),
                ViewFixtures.worker(1, LifecycleState.FAILED, ExitView.ofSignal("KILL", AT)),
                ViewFixtures.worker(2, LifecycleState.STOPPED, ExitView.unknown(AT)),
                ViewFixtures.operatorActions(3, LifecycleState.STOPPED, false, new Action.SendSignal(15)));

        assertThat(JsonRecords.read(JsonRecords.text(view), ClusterView.class)).isEqualTo(view);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        for (String name : List.of("cluster", "network", "state", "manager", "members")) {
            assertThatThrownBy(() -> readClusterWithout(name)).hasMessage(name + " is required");
        }
        assertThatThrownBy(() -> JsonRecords.read("{\"cluster\": 7}", ClusterView.class))
                .hasMessage("cluster must be a text");
        assertThatThrownBy(() -> JsonRecords.read("{\"members\":[{\"startedAt\":\"today\"}]}", ClusterView.class))
                .hasMessage("members[0].startedAt must be an instant such as 2026-01-01T00:00:00Z");
    }

    private static void readClusterWithout(String name) {
        Map<String, Object> fields = JsonRecords.fields(ViewFixtures.cluster(ClusterState.READY, null));
        fields.remove(name);
        JsonRecords.read(JsonRecords.text(fields), ClusterView.class);
    }
}
