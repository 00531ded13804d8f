package dev.runner.coordinator.metrics;

import java.util.Map;

/** What the keeper of the groups counts. */
public interface ControlPlaneMetrics {

    /** Before there is a group. */
    ControlPlaneMetrics NONE = new ControlPlaneMetrics() {
        @Override
        public Map<String, Integer> groupsByStatus() {
            return Map.of();
        }

        @Override
        public int slots() {
            return 0;
        }

        @Override
        public Map<String, Long> relocationsByReason() {
            return Map.of();
        }
    };

    /** How many groups are {@code running}, {@code partially_running} and so on. */
    Map<String, Integer> groupsByStatus();

    /** Pipelines and replicas that are to run. */
    int slots();

    /** How many relocations have succeeded since the start, for {@code drain}, {@code worker_lost} and so on. */
    Map<String, Long> relocationsByReason();
}
