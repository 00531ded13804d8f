package dev.runner.cluster.plan;

import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.HttpReady;
import dev.runner.cluster.spec.Readiness;
import dev.runner.cluster.template.TemplateText;
import dev.runner.loopback.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns the readiness of a spec into a probe of one member. */
final class ProbePlanner {
    /** Two seconds are long for a connection on the same machine; a command may have to start a JVM. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration COMMAND = Duration.ofSeconds(10);

    private static final Duration ALIVE = Duration.ofMillis(200);

    private final MemberPlanner member;
    private final String address;
    private final List<Endpoint> ports;
    private final Map<String, Object> values;
    private final Map<String, String> environment;

    ProbePlanner(
            MemberPlanner member,
            String address,
            List<Endpoint> ports,
            Map<String, Object> values,
            Map<String, String> environment) {
        this.member = member;
        this.address = address;
        this.ports = ports;
        this.values = values;
        this.environment = environment;
    }

    ReadinessRule plan(Readiness ready) {
        return new ReadinessRule(probe(ready), ready.interval(), ready.timeout());
    }

    private Probe probe(Readiness ready) {
        if (ready.tcp() != null) {
            int port = member.port("ready.tcp", ready.tcp().port(), values);
            return new Probe.Tcp(
                    List.of(new Endpoint(address, port)), ready.tcp().timeout());
        }
        if (ready.http() != null) {
            return http(ready.http());
        }
        if (ready.log() != null) {
            return new Probe.Log(pattern("ready.log", ready.log()));
        }
        if (ready.command() != null) {
            return new Probe.Command(member.command("ready.command", ready.command(), values, environment), COMMAND);
        }
        if (ready.notice() != null) {
            return new Probe.Notice();
        }
        return ports.isEmpty() ? new Probe.Alive(ALIVE) : new Probe.Tcp(List.copyOf(ports), CONNECT);
    }

    private Probe http(HttpReady http) {
        int port = member.port("ready.http.port", http.port(), values);
        String path = member.render("ready.http.path", http.path(), values);
        if (!path.matches("/[\\x21-\\x7E]*")) {
            member.problem(http.path(), "`" + member.setting("ready.http.path") + "`: `" + path + "` is no path");
        }
        return new Probe.Http(
                new Endpoint(address, port),
                path,
                http.status(),
                http.body() == null ? null : pattern("ready.http.body", http.body()),
                http.timeout());
    }

    private Pattern pattern(String key, TemplateText text) {
        String expression = member.render(key, text, values);
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            member.problem(
                    text,
                    "`" + member.setting(key) + "`: `" + expression + "` is no regular expression: "
                            + e.getDescription());
            return Pattern.compile("");
        }
    }
}
