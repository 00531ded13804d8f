package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Why a cluster failed.
 *
 * @param member the name of the member that it began with, or {@code setup}, or {@code supervision}
 * @param headline one line: the member, how it ended, and after how long
 * @param lastLines the last lines that it wrote, oldest first
 * @param log where all of its output is
 * @param notReadyInTime true where it did not end, but was not ready when its time was over
 */
public record ClusterFailure(String member, String headline, List<String> lastLines, Path log, boolean notReadyInTime) {
    private static final String SUPERVISION = "supervision";

    public ClusterFailure {
        lastLines = List.copyOf(lastLines);
    }

    /** Of a member that ended, or that could not be started at all. */
    static ClusterFailure crashed(PlannedMember member, MemberEvent event, Path log) {
        String how = Objects.requireNonNullElse(event.cause(), "failed");
        ExitRecord exit = event.exit();
        if (exit == null) {
            return new ClusterFailure(
                    member.name(), member.name() + " could not be started: " + how, List.of(), log, false);
        }
        boolean gaveUp = member.restart().on().contains(exit.status().number())
                && exit.status().kind() == ExitStatus.Kind.CODE;
        String ran = gaveUp ? "; its last run took " + inWords(exit.ranFor()) : " after " + inWords(exit.ranFor());
        return new ClusterFailure(member.name(), member.name() + " " + how + ran, exit.lastLines(), log, false);
    }

    /** Of a member that ended with exit code 0, as programs do that go on in the background, and never was ready. */
    static ClusterFailure endedUnready(PlannedMember member, MemberEvent event, Path log) {
        ExitRecord exit = Objects.requireNonNull(event.exit());
        String headline = member.name() + " ended with " + exit.status().describe() + " after " + inWords(exit.ranFor())
                + ", before it was ready; if it puts itself in the background, tell it to stay in the foreground";
        return new ClusterFailure(member.name(), headline, exit.lastLines(), log, false);
    }

    /** Of a command of {@code setup}. */
    static ClusterFailure setupFailed(MemberEvent event, Path log) {
        String how = Objects.requireNonNullElse(event.cause(), "the setup failed");
        ExitRecord exit = event.exit();
        return exit == null
                ? new ClusterFailure(ClusterPlan.SETUP, how, List.of(), log, false)
                : new ClusterFailure(
                        ClusterPlan.SETUP, how + " after " + inWords(exit.ranFor()), exit.lastLines(), log, false);
    }

    static ClusterFailure setupNotDone(Duration after, Path log) {
        return new ClusterFailure(
                ClusterPlan.SETUP, "the setup was not done after " + inWords(after), List.of(), log, true);
    }

    static ClusterFailure notReady(PlannedMember member, Duration after, String lastSeen, Path log) {
        String headline = member.name() + " was not ready after " + inWords(after) + ": " + lastSeen;
        return new ClusterFailure(member.name(), headline, List.of(), log, true);
    }

    /**
     * Of the supervision itself: what it was doing is lost, and nothing it says can be relied on.
     *
     * @param timeline where the stack trace is
     */
    static ClusterFailure ofSupervision(Error error, Path timeline) {
        String remedy = error instanceof LinkageError
                ? "; a jar was replaced or removed while it was in use? Start the cluster anew"
                : error instanceof OutOfMemoryError ? "; give the JVM that runs the cluster more memory (-Xmx)" : "";
        return new ClusterFailure(
                SUPERVISION,
                "the supervision failed, so that all members are killed: " + error + remedy,
                List.of(),
                timeline,
                false);
    }

    /** Whether no member has failed but what supervises them all. */
    public boolean isOfSupervision() {
        return member.equals(SUPERVISION);
    }

    /** The whole message, several lines. */
    public String message() {
        StringBuilder text = new StringBuilder(headline);
        if (!lastLines.isEmpty()) {
            text.append("\n  the last it wrote:");
            lastLines.forEach(line -> text.append("\n    ").append(line));
        }
        return text.append("\n  its log: ").append(log).toString();
    }

    /** {@code 250 ms}, {@code 12.3 s}, {@code 4 min 5 s}: as precise as anybody wants to know. */
    public static String inWords(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
