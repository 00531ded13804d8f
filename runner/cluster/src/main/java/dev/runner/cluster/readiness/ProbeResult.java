package dev.runner.cluster.readiness;

import java.util.List;

/**
 * What one attempt saw.
 *
 * @param what in words that follow what was probed
 * @param output what a command printed, its end
 */
record ProbeResult(boolean ready, String what, List<String> output) {
    static final ProbeResult READY = new ProbeResult(true, "ready", List.of());

    static ProbeResult notYet(String what) {
        return notYet(what, List.of());
    }

    static ProbeResult notYet(String what, List<String> output) {
        return new ProbeResult(false, what, output);
    }
}
