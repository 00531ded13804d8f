package dev.runner.junit;

import dev.runner.cluster.MemberStatus;
import dev.runner.supervisor.MemberSnapshot;
import java.util.List;

/** Describes the state of a cluster, for messages. */
final class ClusterDescriber {
    private static final int LAST_LINES = 10;
    private static final int FEW_LINES = 3;

    private ClusterDescriber() {}

    /** {@code worker-2  stopped after signal KILL (killed)}, one member per line. */
    static String of(ManagedTestCluster live) {
        StringBuilder text = new StringBuilder();
        List<MemberStatus> members = live.status().members();
        int width = members.stream()
                .mapToInt(each -> each.planned().name().length())
                .max()
                .orElse(0);
        for (MemberStatus member : members) {
            text.append("  ")
                    .append(member.planned().name())
                    .append(" ".repeat(width - member.planned().name().length() + 2))
                    .append(state(member.now()))
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    static String state(MemberSnapshot member) {
        StringBuilder text = new StringBuilder(member.state().label().replace('_', ' '));
        if (member.operatorActions().paused()) {
            text.append(", paused");
        }
        if (member.lastExit() != null && member.pid() == 0) {
            text.append(" after ").append(member.lastExit().status().describe());
        }
        if (member.action() != null) {
            text.append(" (").append(member.action().describe()).append(')');
        }
        if (member.failure() != null) {
            text.append(": ").append(member.failure().describe());
        }
        return text.toString();
    }

    /** The states of all members, and the last output of this one. */
    static String withLastLines(ManagedTestCluster live, TestScope span, String member) {
        return of(live) + "\n" + lastLines(live, span, member, LAST_LINES);
    }

    /** The states of all members, and the last output of those that are not ready. */
    static String withLastLines(ManagedTestCluster live, TestScope span) {
        StringBuilder text = new StringBuilder(of(live));
        live.status().members().stream()
                .filter(member -> member.now().state() != dev.runner.supervisor.LifecycleState.READY)
                .forEach(member -> text.append('\n')
                        .append(lastLines(live, span, member.planned().name(), FEW_LINES)));
        return text.toString();
    }

    private static String lastLines(ManagedTestCluster live, TestScope span, String member, int count) {
        List<String> lines = new MemberLog(live, () -> span, member).lastLines(count);
        return lines.isEmpty()
                ? "  " + member + " has had no output since the test began"
                : "  last output of " + member + ":\n"
                        + TextFormatting.indented(TextFormatting.indented(String.join("\n", lines)));
    }
}
