package dev.runner.cluster.readiness;

/**
 * What one attempt saw.
 *
 * @param what in words that follow what was probed
 */
record ProbeResult(boolean ready, String what) {
    static final ProbeResult READY = new ProbeResult(true, "ready");

    static ProbeResult notYet(String what) {
        return new ProbeResult(false, what);
    }
}
