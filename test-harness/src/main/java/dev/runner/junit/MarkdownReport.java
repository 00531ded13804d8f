package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import dev.runner.cluster.MemberStatus;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The summary page of a report: the failure, the members, and what the test did to them. */
final class MarkdownReport {
    static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LAST_LINES = 10;

    /** Events that may follow from a request; their cause tells whether they do. */
    private static final Set<String> BY_SOMEBODY = Set.of(
            "stopping", "killing", "paused", "resumed", "signalled", "spawned", "member_added", "member_removed");

    private final ManagedTestCluster live;
    private final TestScope span;
    private final @Nullable Throwable failure;
    private final List<MemberStatus> members;
    private final List<String> notes;
    private final StringBuilder text = new StringBuilder();

    MarkdownReport(
            ManagedTestCluster live,
            TestScope span,
            @Nullable Throwable failure,
            List<MemberStatus> members,
            List<String> notes) {
        this.live = live;
        this.span = span;
        this.failure = failure;
        this.members = members;
        this.notes = notes;
    }

    String text() {
        text.append("# ")
                .append(span.name())
                .append(failure == null ? " passed" : " failed")
                .append("\n\n");
        failure();
        members();
        actions();
        lastLines();
        files();
        return text.toString();
    }

    private void failure() {
        if (failure == null) {
            return;
        }
        code(failure instanceof ClusterFailedError ? String.valueOf(failure.getMessage()) : failure.toString());
        ClusterFailure fatal = live.watch().failure();
        if (fatal != null && !(failure instanceof ClusterFailedError)) {
            text.append("The cluster failed:\n\n");
            code(ClusterFailureMessages.describe(fatal));
        }
    }

    private void members() {
        text.append("## Members\n\nCluster `").append(live.plan().name()).append("`, network ");
        text.append(live.plan().network().number())
                .append(", ")
                .append(live.status().state().label());
        text.append(
                " when this was written.\n\n| Member | Address | State | Starts | Last end |\n|---|---|---|---|---|\n");
        for (MemberStatus member : members) {
            MemberSnapshot now = member.now();
            row(
                    member.planned().name(),
                    member.planned().address(),
                    ClusterDescriber.state(now),
                    String.valueOf(now.incarnation()),
                    now.lastExit() == null ? "" : lastEnd(now.lastExit()));
        }
        text.append('\n');
    }

    private void row(String... cells) {
        for (String cell : cells) {
            text.append("| ")
                    .append(cell.replace("|", "\\|").replace('\n', ' '))
                    .append(' ');
        }
        text.append("|\n");
    }

    /** How and when a run ended, and how long it took, in the words of a failure's headline. */
    private String lastEnd(ExitRecord end) {
        return end.status().describe() + " after " + DurationFormat.describe(end.ranFor()) + "; " + when(end.at());
    }

    /** The time since the test began, or that it was before the test. */
    private String when(Instant at) {
        Duration after = Duration.between(span.begin(), at);
        return after.isNegative() ? "before the test" : DurationFormat.describe(after) + " into the test";
    }

    private void actions() {
        List<ClusterEvent> done = new Cluster(live, () -> span)
                .timeline().stream().filter(MarkdownReport::isAction).toList();
        text.append("## What the test did\n\n");
        if (done.isEmpty()) {
            text.append("Nothing, since the test began.\n\n");
            return;
        }
        for (ClusterEvent event : done) {
            text.append("- ")
                    .append(when(event.at()))
                    .append(": `")
                    .append(event.member())
                    .append("` ")
                    .append(event.event().replace('_', ' '))
                    .append(" (")
                    .append(event.fields().get("cause"))
                    .append(")\n");
        }
        text.append('\n');
    }

    private static boolean isAction(ClusterEvent event) {
        return BY_SOMEBODY.contains(event.event())
                && Action.Actor.OPERATOR.label().equals(event.fields().get("by"));
    }

    private void lastLines() {
        text.append("## Last output\n\n");
        for (MemberStatus member : members) {
            String name = member.planned().name();
            List<String> lines = new MemberLog(live, () -> span, name).lastLines(LAST_LINES);
            text.append("`").append(name).append("`");
            if (lines.isEmpty()) {
                text.append(": nothing since the test began\n\n");
            } else {
                text.append(":\n\n");
                code(String.join("\n", lines));
            }
        }
    }

    private void files() {
        text.append("## Files\n\n");
        text.append("- `MEMBER.log`: the output of a member since the test began\n");
        text.append("- `events.jsonl`: the timeline since the test began\n");
        text.append("- `plan.txt`: the rendered spec\n");
        text.append("- `MEMBER.threads.txt`: a thread dump of a member that is a running JVM\n");
        notes.forEach(note -> text.append("  - ").append(note).append('\n'));
    }

    private void code(String lines) {
        lines.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        text.append('\n');
    }
}
