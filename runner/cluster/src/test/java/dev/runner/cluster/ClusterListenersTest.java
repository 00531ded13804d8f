package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterListenersTest {
    private final List<String> recorded = new ArrayList<>();
    private final List<Error> errors = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final ClusterListeners listeners = new ClusterListeners(recorded::add, errors::add);

    @Test
    void anErrorIsHandedOverAndTheOthersHearTheNews() {
        Error gone = new NoClassDefFoundError("gone");
        listeners.add(new ClusterListener() {
            @Override
            public void onReady(Duration took) {
                throw gone;
            }
        });
        listeners.add(new ClusterListener() {
            @Override
            public void onReady(Duration took) {
                heard.add("ready");
            }
        });

        listeners.tell(listener -> listener.onReady(Duration.ZERO));

        assertThat(heard).containsExactly("ready");
        assertThat(errors).containsExactly(gone);
    }

    @Test
    void oneWhoThrowsCostsNobodyElseTheNews() {
        listeners.add(new ClusterListener() {
            @Override
            public void onReady(Duration took) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onProblem(String problem) {
                throw new IllegalStateException("altogether");
            }
        });
        listeners.add(new ClusterListener() {
            @Override
            public void onReady(Duration took) {
                heard.add("ready");
            }

            @Override
            public void onProblem(String problem) {
                heard.add(problem);
            }
        });

        listeners.tell(listener -> listener.onReady(Duration.ZERO));

        String problem = "a listener of the cluster failed: java.lang.IllegalStateException: broken";
        assertThat(heard).containsExactly(problem, "ready");
        assertThat(recorded)
                .containsExactly(
                        problem,
                        "a listener of the cluster failed at a problem: java.lang.IllegalStateException: altogether");
    }
}
