package dev.runner.cluster.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.loopback.Endpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan for programs. */
final class PlanJsonWriter {
    private PlanJsonWriter() {}

    static String of(ClusterPlan plan) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("cluster", plan.name());
            json.writeNumberField("network", plan.network().number());
            json.writeNumberField("hosts", plan.hosts());
            json.writeStringField("coordinator", plan.coordinatorUrl());
            json.writeArrayFieldStart("members");
            for (PlannedMember member : plan.members()) {
                member(json, member);
            }
            json.writeEndArray();
            setup(json, plan.setup());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
        return text.toString();
    }

    private static void member(JsonGenerator json, PlannedMember member) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", member.name());
        json.writeStringField("kind", member.kind());
        json.writeNumberField("ordinal", member.ordinal());
        json.writeStringField("address", member.address());
        strings(json, "command", member.command());
        json.writeStringField("directory", member.directory().toString());
        json.writeObjectFieldStart("env");
        for (var variable : PlanTextWriter.masked(member).entrySet()) {
            json.writeStringField(variable.getKey(), variable.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("ports");
        int[] tcp = member.tcpEndpoints().stream().mapToInt(Endpoint::port).toArray();
        json.writeArray(tcp, 0, tcp.length);
        json.writeFieldName("udpPorts");
        int[] udp = member.udpEndpoints().stream().mapToInt(Endpoint::port).toArray();
        json.writeArray(udp, 0, udp.length);
        rules(json, member);
        start(json, member.start());
        strings(json, "after", member.after());
        strings(json, "stopsBefore", member.order().outlivedBy());
        hook(json, "begin", member.order().begin());
        if (member.order().beginsWhereStoppedLast()) {
            json.writeStringField("begin", "last-stopped");
        }
        hook(json, "leave", member.order().leave());
        hook(json, "othersLeave", member.order().othersLeave());
        json.writeEndObject();
    }

    private static void hook(JsonGenerator json, String name, @Nullable PlannedHook hook) throws IOException {
        if (hook != null) {
            json.writeObjectFieldStart(name);
            strings(json, "command", hook.command());
            json.writeNumberField("timeoutMillis", hook.timeout().toMillis());
            json.writeEndObject();
        }
    }

    private static void start(JsonGenerator json, PlannedStart start) throws IOException {
        commands(json, "init", start.init());
        if (start.first() != null) {
            strings(json, "first", start.first());
        }
        json.writeArrayFieldStart("files");
        for (PlannedFile file : start.files()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("mode", file.mode().toString());
            json.writeStringField("text", file.text());
            json.writeStringField(
                    "from", file.source() == null ? null : file.source().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField(
                "user", start.account() == null ? null : start.account().name());
        json.writeStringField("stdin", start.stdinOpen() ? "open" : "closed");
        if (start.archive() != null) {
            json.writeStringField("cds", start.archive().describe());
        }
    }

    private static void setup(JsonGenerator json, @Nullable PlannedSetup setup) throws IOException {
        if (setup != null) {
            json.writeObjectFieldStart("setup");
            commands(json, "commands", setup.commands());
            json.writeStringField("directory", setup.directory().toString());
            json.writeEndObject();
        }
    }

    private static void commands(JsonGenerator json, String name, List<List<String>> commands) throws IOException {
        json.writeArrayFieldStart(name);
        for (List<String> command : commands) {
            json.writeStartArray();
            for (String word : command) {
                json.writeString(word);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void probe(JsonGenerator json, String name, ReadinessRule rule) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("probe", rule.probe().describe());
        json.writeNumberField("intervalMillis", rule.interval().toMillis());
        json.writeNumberField("timeoutMillis", rule.timeout().toMillis());
        json.writeEndObject();
    }

    private static void rules(JsonGenerator json, PlannedMember member) throws IOException {
        probe(json, "ready", member.ready());
        if (member.formed() != null) {
            probe(json, "formed", member.formed());
        }
        json.writeObjectFieldStart("stop");
        json.writeStringField("signal", member.stop().signal().name());
        json.writeNumberField("graceMillis", member.stop().grace().toMillis());
        json.writeEndObject();
        json.writeObjectFieldStart("restart");
        json.writeFieldName("on");
        json.writeArray(
                member.restart().on().stream().mapToInt(Integer::intValue).toArray(),
                0,
                member.restart().on().size());
        json.writeNumberField("delayMillis", member.restart().delay().toMillis());
        json.writeNumberField("maxDelayMillis", member.restart().maxDelay().toMillis());
        json.writeNumberField("resetMillis", member.restart().reset().toMillis());
        json.writeNumberField("limit", member.restart().limit());
        json.writeNumberField("withinMillis", member.restart().within().toMillis());
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
