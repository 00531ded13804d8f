package dev.runner.cluster;

import dev.runner.cluster.logs.ControlSequences;
import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.supervisor.Cause;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.util.DurationFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a cluster failed, and where to read on.
 *
 * @param lastLines the last lines of output of the member that failed, oldest first, made harmless for a terminal
 * @param log the file that has all of its output; for a failed supervision the timeline, which has the stack trace
 */
public record ClusterFailure(Reason reason, List<String> lastLines, Path log) {
    public ClusterFailure {
        lastLines = lastLines.stream().map(ControlSequences::harmless).toList();
    }

    /** What made a cluster fail. */
    public sealed interface Reason {
        /** The name of the member that it began with; {@code setup} or {@code supervision} where it was none. */
        String member();

        /** For people, one line: the member, what happened to it, and after how long. */
        String headline();

        /** For programs, the {@code failure} field of the timeline: {@code not_ready}. */
        String label();
    }

    /**
     * A member has failed for good.
     *
     * @param ranFor of its last run; null where it could not be started
     * @param hint what stood in its way; null where that is unknown
     */
    public record MemberFailed(
            String member,
            Cause.Failure cause,
            @Nullable Duration ranFor,
            @Nullable String hint) implements Reason {
        @Override
        public String headline() {
            return happened() + (hint == null ? "" : "; " + hint);
        }

        private String happened() {
            if (ranFor == null) {
                return member + " could not be started: " + cause.describe();
            }
            String ran = cause instanceof Cause.RestartLimit ? "; its last run took " : " after ";
            return member + " " + cause.describe() + ran + DurationFormat.describe(ranFor);
        }

        @Override
        public String label() {
            return cause.label();
        }
    }

    /** A member ended with exit code 0, as programs do that go on in the background, and never was ready. */
    public record EndedUnready(String member, ExitStatus status, Duration ranFor) implements Reason {
        @Override
        public String headline() {
            return member + " ended with " + status.describe() + " after " + DurationFormat.describe(ranFor)
                    + ", before it was ready; if it puts itself in the background, tell it to stay in the foreground";
        }

        @Override
        public String label() {
            return "ended_unready";
        }
    }

    /**
     * A member was not ready in time.
     *
     * @param lastSeen what its probe saw last, or why it was not asked
     * @param probe what its probe had seen; null where it was not asked
     */
    public record NotReady(
            String member,
            Duration after,
            String lastSeen,
            @Nullable ProbeStatus probe) implements Reason {
        @Override
        public String headline() {
            return member + " was not ready after " + DurationFormat.describe(after) + ": " + lastSeen;
        }

        @Override
        public String label() {
            return "not_ready";
        }
    }

    /**
     * A command of {@code setup} has failed.
     *
     * @param ranFor null where it could not be started
     */
    public record SetupFailed(Cause.Failure cause, @Nullable Duration ranFor) implements Reason {
        @Override
        public String member() {
            return ClusterPlan.SETUP;
        }

        @Override
        public String headline() {
            return ranFor == null ? cause.describe() : cause.describe() + " after " + DurationFormat.describe(ranFor);
        }

        @Override
        public String label() {
            return "setup_failed";
        }
    }

    /** All members were ready, and {@code setup} was not done in time. */
    public record SetupNotDone(Duration after) implements Reason {
        @Override
        public String member() {
            return ClusterPlan.SETUP;
        }

        @Override
        public String headline() {
            return "the setup was not done after " + DurationFormat.describe(after);
        }

        @Override
        public String label() {
            return "setup_not_done";
        }
    }

    /** The supervisor itself has failed: what it was doing is lost, and nothing it says can be relied on. */
    public record SupervisionFailed(Error error) implements Reason {
        @Override
        public String member() {
            return "supervision";
        }

        @Override
        public String headline() {
            String remedy = error instanceof LinkageError
                    ? "; a jar was replaced or removed while it was in use? Start the cluster anew"
                    : error instanceof OutOfMemoryError memory ? remedy(memory) : "";
            return "the supervision failed, so that all members are killed: " + error + remedy;
        }

        private static String remedy(OutOfMemoryError error) {
            return String.valueOf(error.getMessage()).contains("native thread")
                    ? "; end processes of this user, or raise the limit of processes and threads (ulimit -u)"
                    : "; give the JVM that runs the cluster more memory (-Xmx)";
        }

        @Override
        public String label() {
            return "supervision_failed";
        }
    }

    static ClusterFailure crashed(MemberEvent event, @Nullable String hint, Path log) {
        String member = event.member().id().name();
        return of(event, new MemberFailed(member, failure(event), ranFor(event), hint), log);
    }

    static ClusterFailure endedUnready(MemberEvent event, Path log) {
        ExitRecord exit = Objects.requireNonNull(event.exit());
        return of(event, new EndedUnready(event.member().id().name(), exit.status(), exit.ranFor()), log);
    }

    static ClusterFailure setupFailed(MemberEvent event, Path log) {
        return of(event, new SetupFailed(failure(event), ranFor(event)), log);
    }

    static ClusterFailure setupNotDone(Duration after, Path log) {
        return new ClusterFailure(new SetupNotDone(after), List.of(), log);
    }

    /** @param why its probe is not asked */
    static ClusterFailure notReady(MemberId member, Duration after, String why, List<String> lastLines, Path log) {
        return new ClusterFailure(new NotReady(member.name(), after, why, null), lastLines, log);
    }

    static ClusterFailure notReady(
            MemberId member, Duration after, ProbeStatus seen, List<String> lastLines, Path log) {
        return new ClusterFailure(new NotReady(member.name(), after, seen.describe(), seen), lastLines, log);
    }

    static ClusterFailure ofSupervision(Error error, Path timeline) {
        return new ClusterFailure(new SupervisionFailed(error), List.of(), timeline);
    }

    private static ClusterFailure of(MemberEvent event, Reason reason, Path log) {
        ExitRecord exit = event.exit();
        return new ClusterFailure(reason, exit == null ? List.of() : exit.lastLines(), log);
    }

    private static Cause.Failure failure(MemberEvent event) {
        return Objects.requireNonNull(event.member().failure());
    }

    private static @Nullable Duration ranFor(MemberEvent event) {
        ExitRecord exit = event.exit();
        return exit == null ? null : exit.ranFor();
    }

    /** See {@link Reason#member}. */
    public String member() {
        return reason.member();
    }

    /** See {@link Reason#headline}. */
    public String headline() {
        return reason.headline();
    }

    /** Whether something did not end, but was not ready when its time was over. */
    public boolean notReadyInTime() {
        return reason instanceof NotReady || reason instanceof SetupNotDone;
    }

    /** Whether no member has failed but what supervises them all. */
    public boolean isOfSupervision() {
        return reason instanceof SupervisionFailed;
    }

    /** The whole message, several lines. */
    public String message() {
        StringBuilder text = new StringBuilder(headline());
        if (reason instanceof NotReady late && late.probe() != null) {
            append(text, "the probe printed", late.probe().output());
        }
        append(text, "last output", lastLines);
        return text.append("\n  log: ").append(log).toString();
    }

    private static void append(StringBuilder text, String what, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n  ").append(what).append(':');
            lines.forEach(line -> text.append("\n    ").append(line));
        }
    }
}
