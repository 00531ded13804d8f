package dev.runner.cluster.spec;

import dev.runner.util.SpellingSuggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks {@code after}: every kind that is waited for exists, and nothing waits for itself by a detour. */
final class OrderChecks {
    private final ClusterSpec spec;
    private final List<String> kinds;
    private final SpecChecks.Report report;
    private final Set<String> done = new HashSet<>();

    OrderChecks(ClusterSpec spec, List<String> kinds, SpecChecks.Report report) {
        this.spec = spec;
        this.kinds = kinds;
        this.report = report;
    }

    void run() {
        spec.members().forEach((kind, member) -> {
            for (int i = 0; i < member.after().size(); i++) {
                String other = member.after().get(i);
                if (!kinds.contains(other)) {
                    report.at(
                            "members." + kind + ".after[" + i + "]",
                            "there is no member `" + other + "`; " + SpellingSuggestion.hint(other, kinds));
                }
            }
        });
        spec.members().keySet().forEach(kind -> visit(kind, new ArrayDeque<>()));
    }

    /** Depth first; {@code trail} holds the kinds from the start to the one before this. */
    private void visit(String kind, Deque<String> trail) {
        MemberKind member = spec.members().get(kind);
        if (member == null || done.contains(kind)) {
            return;
        }
        trail.addLast(kind);
        List<String> after = member.after();
        for (int i = 0; i < after.size(); i++) {
            if (trail.contains(after.get(i))) {
                report.at("members." + kind + ".after[" + i + "]", "a cycle: " + cycle(after.get(i), trail));
            } else {
                visit(after.get(i), trail);
            }
        }
        trail.removeLast();
        done.add(kind);
    }

    private static String cycle(String first, Deque<String> trail) {
        List<String> kinds = List.copyOf(trail);
        List<String> loop = kinds.subList(kinds.indexOf(first), kinds.size());
        return String.join(" waits for ", loop) + " waits for " + first;
    }
}
