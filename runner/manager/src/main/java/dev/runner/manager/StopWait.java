package dev.runner.manager;

import dev.runner.cluster.MemberStatus;
import dev.runner.supervisor.LifecycleState;
import dev.runner.util.DurationFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whom the end of a cluster waits for, in words; said again only when it has changed. */
final class StopWait {
    private static final int MOST_NAMES = 5;

    private final boolean foreground;
    private String said = "";

    /** @param foreground whether a second Ctrl-C reaches this process */
    StopWait(boolean foreground) {
        this.foreground = foreground;
    }

    /** What has not been said yet; empty where nothing is. */
    Optional<String> news(List<MemberStatus> members) {
        List<MemberStatus> stopping = members.stream()
                .filter(member -> member.now().state() == LifecycleState.STOPPING)
                .toList();
        if (stopping.isEmpty()) {
            return Optional.empty();
        }
        String names = stopping.stream()
                .limit(MOST_NAMES)
                .map(member -> member.planned().name() + " (killed after "
                        + DurationFormat.describe(member.planned().stop().grace()) + ")")
                .collect(Collectors.joining(", "));
        String more = stopping.size() > MOST_NAMES ? " and " + (stopping.size() - MOST_NAMES) + " more" : "";
        String text = "waiting for the end of " + names + more + (foreground ? "; Ctrl-C again kills at once" : "");
        if (text.equals(said)) {
            return Optional.empty();
        }
        said = text;
        return Optional.of(text);
    }
}
