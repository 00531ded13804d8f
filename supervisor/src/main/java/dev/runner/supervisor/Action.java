package dev.runner.supervisor;

import java.util.Locale;

/**
 * Who asked for something, and for what. An action travels as this type from the request through the state machine,
 * the snapshots and the events to the timeline, the API and the reports; {@link #describe} is called only there.
 */
public sealed interface Action {
    /** For people, and for the {@code cause} fields of the timeline and the API: {@code runner kill}. */
    String describe();

    /** For programs, the {@code action} field of the timeline and the API: {@code kill}. */
    String label();

    /** Who asked. */
    Actor actor();

    /** Who can ask for something. */
    enum Actor {
        /** A person or a program, by the command line, the HTTP API, a test or a signal to the manager. */
        OPERATOR,
        /** The runner itself. */
        RUNNER;

        /** The {@code by} field of the timeline and the API. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an operator asks of one member. */
    sealed interface MemberAction extends Action {
        @Override
        default Actor actor() {
            return Actor.OPERATOR;
        }
    }

    /** An operation on one member that has no parameter. */
    enum Operation implements MemberAction {
        ADD,
        REMOVE,
        START,
        STOP,
        RESTART,
        KILL,
        PAUSE,
        RESUME;

        @Override
        public String describe() {
            return "runner " + label();
        }

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A signal to all processes of a member.
     *
     * @param signal its number, see {@link Signals}
     */
    record SendSignal(int signal) implements MemberAction {
        @Override
        public String describe() {
            return "runner kill --signal " + signalName();
        }

        /** Without the prefix SIG: {@code TERM}. */
        public String signalName() {
            return Signals.name(signal);
        }

        @Override
        public String label() {
            return "signal";
        }
    }

    /**
     * A kill that counts as an end with this exit code.
     *
     * @param code 0 to 255
     */
    record ExitAs(int code) implements MemberAction {
        @Override
        public String describe() {
            return "as if it had ended with exit code " + code;
        }

        @Override
        public String label() {
            return "exit_as";
        }
    }

    /** The end of the whole cluster, of which each member's end is a part. */
    sealed interface Shutdown extends Action {}

    /** Why the whole cluster ends, unless {@linkplain ManagerSignal a signal} is the reason. */
    enum ShutdownReason implements Shutdown {
        /** An operator asked for it. */
        DOWN("runner down", Actor.OPERATOR),
        /** The manager was sent a second signal: the operator does not want to wait. */
        SECOND_SIGNAL("a second signal", Actor.OPERATOR),
        /** No other command could reach the cluster. */
        API_UNAVAILABLE("the manager's API cannot listen", Actor.RUNNER),
        /** The cluster's directory was removed, with all that its members have. */
        DIRECTORY_REMOVED("the cluster's directory was removed", Actor.RUNNER),
        /** A member failed, and the others are not to go on. */
        CLUSTER_FAILED("the cluster failed", Actor.RUNNER),
        /** The supervisor itself failed. */
        SUPERVISION_FAILED("the supervision failed", Actor.RUNNER),
        /** The cluster is closed by the program that made it. */
        CLOSE("close", Actor.RUNNER);

        private final String description;
        private final Actor actor;

        ShutdownReason(String description, Actor actor) {
            this.description = description;
            this.actor = actor;
        }

        @Override
        public String describe() {
            return description;
        }

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Actor actor() {
            return actor;
        }
    }

    /**
     * The manager was sent a signal, by Ctrl-C for instance.
     *
     * @param signal its number
     */
    record ManagerSignal(int signal) implements Shutdown {
        @Override
        public String describe() {
            return "SIG" + Signals.name(signal);
        }

        @Override
        public String label() {
            return "manager_signal";
        }

        @Override
        public Actor actor() {
            return Actor.OPERATOR;
        }
    }
}
