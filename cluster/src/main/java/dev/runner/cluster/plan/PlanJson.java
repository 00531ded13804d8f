package dev.runner.cluster.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.loopback.Endpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A plan for programs. */
final class PlanJson {
    private PlanJson() {}

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
        for (var variable : PlanText.masked(member).entrySet()) {
            json.writeStringField(variable.getKey(), variable.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("ports");
        json.writeArray(
                member.ports().stream().mapToInt(Endpoint::port).toArray(),
                0,
                member.ports().size());
        rules(json, member);
        strings(json, "after", member.after());
        json.writeEndObject();
    }

    private static void rules(JsonGenerator json, PlannedMember member) throws IOException {
        json.writeObjectFieldStart("ready");
        json.writeStringField("probe", member.ready().probe().describe());
        json.writeNumberField("intervalMillis", member.ready().interval().toMillis());
        json.writeNumberField("timeoutMillis", member.ready().timeout().toMillis());
        json.writeEndObject();
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
