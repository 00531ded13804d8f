package dev.runner.supervisor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why something happened to a member. A fact; {@link #describe} makes text of it, where it is shown. */
public sealed interface Cause {
    /** One phrase for people, and for the {@code cause} field of the timeline. */
    String describe();

    /** Someone asked for it. */
    record Requested(Action action) implements Cause {
        /** The cause that an action is; null for none. */
        static @Nullable Cause of(@Nullable Action action) {
            return action == null ? null : new Requested(action);
        }

        @Override
        public String describe() {
            return action.describe();
        }
    }

    /**
     * It asked for a restart.
     *
     * @param status an exit code of its restart rule
     */
    record RestartCode(ExitStatus status) implements Cause {
        @Override
        public String describe() {
            return status.describe();
        }
    }

    /** What needs no more than a name. */
    enum Circumstance implements Cause {
        COMPLETED("it ended by itself"),
        NEVER_STARTED("it had not been started"),
        GRACE_EXPIRED("its grace period expired");

        private final String description;

        Circumstance(String description) {
            this.description = description;
        }

        @Override
        public String describe() {
            return description;
        }
    }

    /**
     * Something runs before the member.
     *
     * @param step for people: {@code init command `mkdir data`}
     */
    record Preparation(String step) implements Cause {
        @Override
        public String describe() {
            return step;
        }
    }

    /**
     * Something went wrong that does not end the member.
     *
     * @param description for people: what is still alive, or why the log cannot be written
     */
    record Problem(String description) implements Cause {
        @Override
        public String describe() {
            return description;
        }
    }

    /** Why a member has failed for good. */
    sealed interface Failure extends Cause {
        /** For programs, the {@code failure} field of the timeline: {@code crash}. */
        String label();
    }

    /** It ended by itself, neither successfully nor with a restart code. */
    record Crash(ExitStatus status) implements Failure {
        @Override
        public String describe() {
            return "ended with " + status.describe();
        }

        @Override
        public String label() {
            return "crash";
        }
    }

    /** It asked for more restarts than its {@link RestartPolicy} allows. */
    record RestartLimit(ExitStatus status, int limit, Duration within) implements Failure {
        @Override
        public String describe() {
            return "asked for a restart (" + status.describe() + ") more than " + limit + " times in "
                    + within.toSeconds() + " s";
        }

        @Override
        public String label() {
            return "restart_limit";
        }
    }

    /**
     * Its process could not be started.
     *
     * @param reason what the operating system or the preparation of the start said
     */
    record StartFailed(String reason) implements Failure {
        @Override
        public String describe() {
            return reason;
        }

        @Override
        public String label() {
            return "start_failed";
        }
    }

    /**
     * What runs before it has ended badly.
     *
     * @param step see {@link Preparation}
     * @param result for people: {@code ended with exit code 3}
     */
    record StepFailed(String step, String result) implements Failure {
        @Override
        public String describe() {
            return step + " " + result;
        }

        @Override
        public String label() {
            return "step_failed";
        }
    }
}
