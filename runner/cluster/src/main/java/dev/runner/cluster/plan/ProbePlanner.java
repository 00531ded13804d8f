package dev.runner.cluster.plan;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.HttpAuth;
import dev.runner.cluster.spec.HttpProbeSpec;
import dev.runner.cluster.spec.ProbeSpec;
import dev.runner.cluster.template.TemplateText;
import dev.runner.loopback.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns the readiness of a spec into a probe of one member. */
final class ProbePlanner {
    /** Two seconds are long for a connection on the same machine; a command may have to start a JVM. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration COMMAND = Duration.ofSeconds(10);

    private static final Duration ALIVE = Duration.ofMillis(200);

    private final MemberPlanner member;
    private final SpecTextRenderer texts;
    private final String key;
    private final String address;
    private final List<PlannedPort> ports;
    private final Map<String, Object> values;
    private final Map<String, String> environment;

    /** @param key the key whose probe it is: {@code ready} or {@code formed} */
    ProbePlanner(
            MemberPlanner member,
            String key,
            String address,
            List<PlannedPort> ports,
            Map<String, Object> values,
            Map<String, String> environment) {
        this.member = member;
        this.texts = member.texts();
        this.key = key;
        this.address = address;
        this.ports = ports;
        this.values = values;
        this.environment = environment;
    }

    ReadinessRule plan(ProbeSpec ready) {
        return new ReadinessRule(probe(ready), ready.interval(), ready.timeout());
    }

    private Probe probe(ProbeSpec ready) {
        if (ready.tcp() != null) {
            int port = texts.port(key + ".tcp", ready.tcp().port(), values);
            return new Probe.Tcp(
                    List.of(new Endpoint(address, port)), attempt(ready.tcp().timeout(), ready, CONNECT));
        }
        if (ready.udp() != null) {
            int port = texts.port(key + ".udp", ready.udp(), values);
            return new Probe.Udp(List.of(), List.of(new Endpoint(address, port)), attempt(null, ready, CONNECT));
        }
        if (ready.http() != null) {
            return http(ready.http(), attempt(ready.http().timeout(), ready, CONNECT));
        }
        if (ready.log() != null) {
            return new Probe.Log(pattern(key + ".log", ready.log()));
        }
        if (ready.command() != null) {
            List<String> words = member.words(key + ".command", ready.command(), values, environment);
            return Probe.Command.of(member.asItsUser(words), words, attempt(null, ready, COMMAND));
        }
        if (ready.notice() != null) {
            return new Probe.Notice();
        }
        return byPorts(attempt(null, ready, CONNECT));
    }

    private Probe byPorts(Duration attempt) {
        List<Endpoint> tcp = PlannedPort.endpoints(ports, false);
        List<Endpoint> udp = PlannedPort.endpoints(ports, true);
        if (!udp.isEmpty()) {
            return new Probe.Udp(tcp, udp, attempt);
        }
        return tcp.isEmpty() ? new Probe.Alive(ALIVE) : new Probe.Tcp(tcp, attempt);
    }

    /** @param own what the probe itself says; null for nothing */
    private static Duration attempt(@Nullable Duration own, ProbeSpec probe, Duration otherwise) {
        return own != null ? own : probe.attempt() != null ? probe.attempt() : otherwise;
    }

    private Probe http(HttpProbeSpec http, Duration attempt) {
        int port = texts.port(key + ".http.port", http.port(), values);
        String path = texts.render(key + ".http.path", http.path(), values);
        if (!path.matches("/[\\x21-\\x7E]*")) {
            texts.problem(http.path(), "`" + texts.setting(key + ".http.path") + "`: `" + path + "` is not a path");
        }
        return new Probe.Http(
                new Endpoint(address, port),
                path,
                http.status(),
                http.body() == null ? null : pattern(key + ".http.body", http.body()),
                json(http),
                authorization(http.auth()),
                attempt);
    }

    private Map<String, String> json(HttpProbeSpec http) {
        Map<String, String> expected = new LinkedHashMap<>();
        http.json()
                .forEach((path, value) -> expected.put(path, texts.render(key + ".http.json." + path, value, values)));
        return Collections.unmodifiableMap(expected);
    }

    private @Nullable String authorization(@Nullable HttpAuth auth) {
        if (auth == null) {
            return null;
        }
        String user = texts.render(key + ".http.auth.user", auth.user(), values);
        String password = texts.render(key + ".http.auth.password", auth.password(), values);
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private LinePattern pattern(String setting, TemplateText text) {
        String expression = texts.render(setting, text, values);
        try {
            return LinePattern.compile(expression);
        } catch (PatternSyntaxException e) {
            texts.problem(
                    text,
                    "`" + texts.setting(setting) + "`: `" + expression + "` is an invalid regular expression: "
                            + e.getDescription());
            return LinePattern.compile("");
        }
    }
}
