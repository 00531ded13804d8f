package dev.runner.cluster.plan;

import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.RestartRule;
import dev.runner.util.Counted;
import dev.runner.util.DurationFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for people. */
final class PlanTextWriter {
    private PlanTextWriter() {}

    static String of(ClusterPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("cluster %s: %s, %s, network %s (%s, # is the host)%n"
                .formatted(
                        plan.name(),
                        Counted.of(plan.hosts(), "host"),
                        Counted.of(plan.members().size(), "member"),
                        Integer.toString(plan.network().number()),
                        plan.network().hostTemplate()));
        PathListShortener lists = new PathListShortener();
        plan.members().forEach(member -> member(text, member, lists));
        PlannedSetup setup = plan.setup();
        if (setup != null) {
            text.append("%nsetup, once, when all are ready%n".formatted());
            setup.commands().forEach(command -> line(text, "command", words(command)));
            line(text, "directory", setup.directory().toString());
        }
        return text.toString();
    }

    private static void member(StringBuilder text, PlannedMember member, PathListShortener lists) {
        text.append("%n%s  %s%n".formatted(member.name(), member.address()));
        String name = member.name();
        member.start().init().forEach(command -> line(text, "init", words(lists.of(name, command))));
        if (member.start().first() != null) {
            line(text, "first", words(lists.of(name, member.start().first())));
        }
        line(text, "command", words(lists.of(name, member.command())));
        if (member.start().archive() != null) {
            line(text, "cds", member.start().archive().describe());
        }
        line(text, "directory", member.directory().toString());
        if (member.start().account() != null) {
            line(text, "user", member.start().account().name());
        }
        member.start().files().forEach(file -> file(text, file));
        masked(member)
                .forEach((variable, value) ->
                        line(text, "env", variable + "=" + ShellQuoter.quote(lists.of(name, value))));
        List<String> ports = member.ports().stream().map(PlannedPort::describe).toList();
        line(text, "ports", ports.isEmpty() ? "none" : String.join(", ", ports));
        line(text, "ready", probe(member.ready()));
        if (member.formed() != null) {
            line(text, "formed", probe(member.formed()));
        }
        line(
                text,
                "stop",
                member.stop().signal() + ", killed after "
                        + DurationFormat.format(member.stop().grace()));
        line(text, "restart", restart(member.restart()));
        if (!member.after().isEmpty()) {
            line(text, "after", String.join(", ", member.after()));
        }
        order(text, member.order());
        if (member.start().stdinOpen()) {
            line(text, "stdin", "open");
        }
    }

    private static void order(StringBuilder text, PlannedOrder order) {
        if (!order.outlivedBy().equals(order.after())) {
            line(
                    text,
                    "stops",
                    order.outlivedBy().isEmpty() ? "at once" : "before " + String.join(", ", order.outlivedBy()));
        }
        PlannedHook begin = order.begin();
        if (order.hasChoice()) {
            line(
                    text,
                    "begins",
                    begin == null ? "who stopped last" : "who prints the highest number: " + words(begin.command()));
        }
        hook(text, "leave", order.leave());
        hook(text, "others", order.othersLeave());
    }

    private static void hook(StringBuilder text, String key, @Nullable PlannedHook hook) {
        if (hook != null) {
            line(text, key, words(hook.command()) + ", within " + DurationFormat.format(hook.timeout()));
        }
    }

    private static void file(StringBuilder text, PlannedFile file) {
        String content = file.text() == null ? "a copy of " + file.source() : "";
        line(text, "file", file.path() + " (" + file.mode() + ") " + content);
        if (file.text() != null) {
            file.text()
                    .lines()
                    .forEach(each -> text.append("             | ").append(each).append(System.lineSeparator()));
        }
    }

    private static String probe(ReadinessRule rule) {
        return rule.probe().describe() + ", within " + DurationFormat.format(rule.timeout());
    }

    private static String words(List<String> command) {
        return command.stream().map(ShellQuoter::quote).collect(Collectors.joining(" "));
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
                + DurationFormat.format(rule.delay()) + " to " + DurationFormat.format(rule.maxDelay()) + ", at most "
                + rule.limit() + " in " + DurationFormat.format(rule.within());
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("  %-10s %s".formatted(key, value).stripTrailing()).append(System.lineSeparator());
    }
}
