package dev.runner.supervisor;

/** What happens to a member when none of its processes is alive any more. */
enum PostExitAction {
    /** Nothing: it is running, or has not run yet. */
    RUN,
    /** It stays stopped. */
    STOP,
    /** It has failed for good. */
    FAIL,
    /** It is started again at once, because somebody asked. */
    START_NOW,
    /** It is started again after its back-off, because it asked. */
    START_LATER
}
