package dev.runner.cluster.plan;

import dev.runner.cluster.spec.DurationText;
import dev.runner.cluster.spec.RestartRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan for people. */
final class PlanText {
    private PlanText() {}

    static String of(ClusterPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("cluster %s: %d %s, %d members, network %d (%s, # is the host)%n"
                .formatted(
                        plan.name(),
                        plan.hosts(),
                        plan.hosts() == 1 ? "host" : "hosts",
                        plan.members().size(),
                        plan.network().number(),
                        plan.network().hostTemplate()));
        plan.members().forEach(member -> member(text, member));
        return text.toString();
    }

    private static void member(StringBuilder text, PlannedMember member) {
        text.append("%n%s  %s%n".formatted(member.name(), member.address()));
        line(text, "command", member.command().stream().map(ShellWord::quote).collect(Collectors.joining(" ")));
        line(text, "directory", member.directory().toString());
        masked(member).forEach((name, value) -> line(text, "env", name + "=" + ShellWord.quote(value)));
        List<String> ports =
                member.ports().stream().map(each -> String.valueOf(each.port())).toList();
        line(text, "ports", ports.isEmpty() ? "none" : String.join(", ", ports));
        line(
                text,
                "ready",
                member.ready().probe().describe() + ", within "
                        + DurationText.format(member.ready().timeout()));
        line(
                text,
                "stop",
                member.stop().signal() + ", killed after "
                        + DurationText.format(member.stop().grace()));
        line(text, "restart", restart(member.restart()));
        if (!member.after().isEmpty()) {
            line(text, "after", String.join(", ", member.after()));
        }
    }

    /** What the runner and the spec add to the environment, without the key. */
    static Map<String, String> masked(PlannedMember member) {
        Map<String, String> shown = new TreeMap<>(member.added());
        shown.computeIfPresent(MemberEnvironment.API_KEY, (name, key) -> "***");
        return shown;
    }

    private static String restart(RestartRule rule) {
        if (rule.on().isEmpty()) {
            return "never";
        }
        return "on exit " + rule.on().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " after "
                + DurationText.format(rule.delay()) + " to " + DurationText.format(rule.maxDelay()) + ", at most "
                + rule.limit() + " in " + DurationText.format(rule.within());
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("  %-10s %s%n".formatted(key, value));
    }
}
