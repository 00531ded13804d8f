package dev.runner.cluster.readiness;

/**
 * What one attempt saw.
 *
 * @param what in words that follow what was probed
 */
record Seen(boolean ready, String what) {
    static final Seen READY = new Seen(true, "ready");

    static Seen notYet(String what) {
        return new Seen(false, what);
    }
}
