package dev.runner.cli;

import dev.runner.cluster.logs.ControlSequences;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import java.util.ArrayList;
import java.util.List;

/** Why members are not ready, or not formed, for a person. */
final class PendingText {
    private PendingText() {}

    /** {@code worker-0 is not ready: tcp 127.100.0.1:28080: connection refused for 4.2 s (90 attempts)}. */
    static String line(MemberView member, PendingView pending) {
        return member.name() + " is not " + pending.missing() + ": " + pending.reason();
    }

    /** Of all that are waited for, to be added to a sentence; empty where nobody says why. */
    static String reasons(List<MemberView> members) {
        StringBuilder text = new StringBuilder();
        for (MemberView member : members) {
            PendingView pending = member.pending();
            if (pending != null) {
                text.append(text.isEmpty() ? ": " : "; ").append(line(member, pending));
            }
        }
        return text.toString();
    }

    /** The same, and after it what the probe's command printed, and what the member wrote last. */
    static List<String> details(MemberView member, PendingView pending) {
        List<String> lines = new ArrayList<>(List.of(line(member, pending)));
        if (pending.since() != null) {
            lines.add("  since " + pending.since());
        }
        add(lines, "the probe printed", pending.output());
        add(lines, "last output", pending.lastLines());
        return lines;
    }

    private static void add(List<String> lines, String what, List<String> more) {
        if (!more.isEmpty()) {
            lines.add("  " + what + ":");
            more.forEach(line -> lines.add("    " + ControlSequences.harmless(line)));
        }
    }
}
