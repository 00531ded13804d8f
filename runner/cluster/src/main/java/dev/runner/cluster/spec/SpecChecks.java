package dev.runner.cluster.spec;

import dev.runner.cluster.template.TemplateText;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** What a spec can have wrong although every value has its type. */
final class SpecChecks {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final ClusterSpec spec;
    private final Map<String, Node> places;
    private final SpecProblemCollector problems;

    private SpecChecks(ClusterSpec spec, Map<String, Node> places, SpecProblemCollector problems) {
        this.spec = spec;
        this.places = places;
        this.problems = problems;
    }

    static void run(ClusterSpec spec, Map<String, Node> places, SpecProblemCollector problems) {
        SpecChecks checks = new SpecChecks(spec, places, problems);
        checks.cluster();
        spec.members().forEach((kind, member) -> {
            checks.readiness("members." + kind + ".ready", member.ready());
            checks.ports("members." + kind + ".ports", member.ports());
            checks.restart("members." + kind + ".restart", member.restart());
            checks.environment("members." + kind + ".env", member.env());
            checks.formed("members." + kind + ".formed", member.formed());
            checks.commands("members." + kind + ".init", member.init());
            checks.order("members." + kind, member);
            checks.archive("members." + kind + ".cds", member);
            new FileChecks(checks.report()).run("members." + kind + ".files", member.files());
        });
        new OrderChecks(spec, checks.kinds(), checks.report()).run();
        new NameChecks(spec, checks.report()).run();
    }

    private void cluster() {
        String name = spec.name();
        if (name != null && !NAME.matcher(name).matches()) {
            report("name", "`" + name + "` is not a valid name; use letters, digits, - and _, 63 at most");
        }
        attempt("hosts", () -> LoopbackNetwork.checkHosts(spec.hosts()));
        Integer network = spec.network();
        if (network != null) {
            int number = network;
            attempt("network", () -> LoopbackNetwork.checkNumber(number));
        }
        if (kinds().isEmpty()) {
            report("members", "there are no members; say what runs, like members: {zk: {command: [..]}}");
        }
        commands("setup", spec.setup());
    }

    /** All that the file names, also those with mistakes. */
    private List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        for (String path : places.keySet()) {
            if (path.startsWith("members.") && path.endsWith("#key") && path.indexOf('.', 8) < 0) {
                kinds.add(path.substring("members.".length(), path.length() - "#key".length()));
            }
        }
        return kinds;
    }

    private void readiness(String path, ProbeSpec ready) {
        long probes = Stream.of(ready.tcp(), ready.udp(), ready.http(), ready.log(), ready.command(), ready.notice())
                .filter(Objects::nonNull)
                .count();
        if (probes > 1) {
            report(path, "has more than one probe; choose one of tcp, udp, http, log, command and notice");
        }
        if (Boolean.FALSE.equals(ready.notice())) {
            report(path + ".notice", "can only be true; leave it out for the default probe");
        }
        positiveIfSet(path + ".attempt", ready.attempt());
        if (ready.attempt() != null && (ready.log() != null || ready.notice() != null)) {
            report(path + ".attempt", "is for probes that are asked; log and notice have no attempts");
        }
        if (ready.udp() != null) {
            port(path + ".udp", ready.udp());
        }
        positive(path + ".interval", ready.interval());
        positive(path + ".timeout", ready.timeout());
        regex(path + ".log", ready.log());
        if (ready.tcp() != null) {
            port(
                    places.containsKey(path + ".tcp.port") ? path + ".tcp.port" : path + ".tcp",
                    ready.tcp().port());
            positiveIfSet(path + ".tcp.timeout", ready.tcp().timeout());
        }
        if (ready.http() != null) {
            http(path + ".http", ready.http());
        }
    }

    private void formed(String path, @Nullable ProbeSpec formed) {
        if (formed == null) {
            return;
        }
        readiness(path, formed);
        if (formed.notice() != null) {
            report(path + ".notice", "is for `ready` only; choose one of tcp, udp, http, log and command");
        } else if (Stream.of(formed.tcp(), formed.udp(), formed.http(), formed.log(), formed.command())
                .allMatch(Objects::isNull)) {
            report(path, "has no probe; choose one of tcp, udp, http, log and command");
        }
    }

    /** {@code [mkdir, data]} is meant as one command, and would be two scripts. */
    private void commands(String path, List<CommandTemplate> commands) {
        boolean words = commands.stream()
                .allMatch(command ->
                        command.shell() && !command.words().get(0).text().matches("(?s).*\\s.*"));
        if (words && commands.size() > 1) {
            report(path, "is a list of commands, so one command is a list in it: [[mkdir, data]]");
        }
    }

    private void order(String path, MemberKind member) {
        BeginRule begin = member.begin();
        if (begin != null) {
            if (member.first() == null && member.start() != StartConcurrency.ONE_BY_ONE) {
                report(path + ".begin", "has no effect without `first` or `start: one-by-one`; write one of them");
            }
            positive(path + ".begin.timeout", begin.timeout());
        }
        LeaveRule leave = member.leave();
        if (leave != null) {
            if (leave.command() == null && leave.others() == null) {
                report(path + ".leave", "runs nothing; write `command`, `others`, or both");
            }
            positive(path + ".leave.timeout", leave.timeout());
        }
    }

    private void archive(String path, MemberKind member) {
        if (member.cds() == CdsRule.NEVER) {
            return;
        }
        if (member.command().shell()) {
            report(
                    path,
                    "needs a command that starts java itself: [\"{{java}}\", -cp, ..]; a script could start anything");
        }
        if (member.user() != null) {
            report(path, "is not for a member with `user`, who cannot read the archives of whoever runs the runner");
        }
    }

    private void http(String path, HttpProbeSpec http) {
        port(path + ".port", http.port());
        positiveIfSet(path + ".timeout", http.timeout());
        regex(path + ".body", http.body());
        if (!http.path().hasTags() && !http.path().text().matches("/[\\x21-\\x7E]*")) {
            report(path + ".path", "`" + http.path() + "` is not a path; it begins with / and has no spaces (use %20)");
        }
    }

    private void ports(String path, List<PortRule> ports) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            PortRule rule = ports.get(i);
            if (rule.isEmpty()) {
                if (!report().hasMistakes(path + "[" + i + "]")) {
                    report(path + "[" + i + "]", "names no port; write one, like {udp: 7946}");
                }
                continue;
            }
            port(path + "[" + i + "]", rule.port());
            if (!seen.add(rule.port().text() + rule.protocol().isUdp())) {
                report(path + "[" + i + "]", rule.port() + " is named twice");
            }
        }
    }

    private void restart(String path, RestartRule rule) {
        for (int i = 0; i < rule.on().size(); i++) {
            int code = rule.on().get(i);
            if (code < 0 || code > 255) {
                report(path + ".on[" + i + "]", code + " is not an exit code; they go from 0 to 255");
            }
        }
        positive(path + ".delay", rule.delay());
        positive(path + ".within", rule.within());
        if (rule.maxDelay().compareTo(rule.delay()) < 0) {
            report(
                    path + (places.containsKey(path + ".maxDelay") ? ".maxDelay" : ".delay"),
                    "the longest delay (maxDelay, " + DurationFormat.format(rule.maxDelay())
                            + ") is shorter than the first (delay, " + DurationFormat.format(rule.delay()) + ")");
        }
        if (rule.limit() < 0) {
            report(path + ".limit", "must not be negative, but is " + rule.limit());
        }
    }

    private void environment(String path, Map<String, TemplateText> env) {
        for (String name : env.keySet()) {
            if (name.isEmpty() || name.contains("=")) {
                report(
                        YamlRecordBinder.keyOf(path + "." + name),
                        "`" + name + "` is not a valid name of an environment variable");
            } else if (name.startsWith("MULTIHOST_") && !name.equals("MULTIHOST_JAVA_HOME")) {
                report(
                        YamlRecordBinder.keyOf(path + "." + name),
                        "names that begin with MULTIHOST_ are the runner's own");
            }
        }
    }

    private void port(String path, TemplateText port) {
        if (!port.hasTags()) {
            attempt(path, () -> PortParser.parse(port.text()));
        }
    }

    private void regex(String path, @Nullable TemplateText expression) {
        if (expression != null && !expression.hasTags()) {
            try {
                Pattern.compile(expression.text());
            } catch (PatternSyntaxException e) {
                report(path, "`" + expression + "` is an invalid regular expression: " + e.getDescription());
            }
        }
    }

    private void positiveIfSet(String path, @Nullable Duration duration) {
        if (duration != null) {
            positive(path, duration);
        }
    }

    private void positive(String path, Duration duration) {
        if (duration.isZero()) {
            report(path, "must be longer than 0");
        }
    }

    private void attempt(String path, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            report(path, String.valueOf(e.getMessage()));
        }
    }

    private void report(String path, String message) {
        Node place = places.get(path);
        String name = path.endsWith("#key") ? path.substring(0, path.length() - 4) : path;
        problems.add(place == null ? Objects.requireNonNull(places.get("")) : place, "`" + name + "`: " + message);
    }

    private Report report() {
        return new Report() {
            @Override
            public void at(String path, String message) {
                report(path, message);
            }

            @Override
            public boolean isWritten(String path) {
                return places.containsKey(path);
            }

            @Override
            public boolean hasMistakes(String path) {
                Node node = places.get(path);
                return node != null && problems.areWithin(node);
            }
        };
    }

    /** Where a check reports to. */
    interface Report {
        void at(String path, String message);

        /** Whether the file has a value there, be it a mistake. */
        boolean isWritten(String path);

        /** Whether something in the value there was reported already. */
        boolean hasMistakes(String path);
    }
}
