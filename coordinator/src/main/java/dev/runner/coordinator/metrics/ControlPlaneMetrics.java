package dev.runner.coordinator.metrics;

import java.util.Map;

/** Counts of groups, slots and relocations. */
public interface ControlPlaneMetrics {

    /** Counts nothing. */
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

        @Override
        public long storageFailures() {
            return 0;
        }
    };

    /** The number of groups by status ({@code running}, {@code partially_running}, ...). */
    Map<String, Integer> groupsByStatus();

    /** The number of pipelines and replicas that should run. */
    int slots();

    /** The number of successful relocations since the start, by reason ({@code drain}, {@code worker_lost}, ...). */
    Map<String, Long> relocationsByReason();

    /** How often the coordinator's storage could not be written or read since the start. */
    long storageFailures();
}
