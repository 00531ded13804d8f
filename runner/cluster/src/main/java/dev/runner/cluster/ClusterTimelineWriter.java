package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.Cause;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Signals;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns facts into the events and fields of the timeline. */
final class ClusterTimelineWriter {
    private final Timeline timeline;

    ClusterTimelineWriter(Timeline timeline) {
        this.timeline = timeline;
    }

    void starting(ClusterPlan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cluster", plan.name());
        fields.put("network", plan.network().number());
        fields.put("hosts", plan.hosts());
        fields.put("members", plan.members().size());
        cluster("cluster_starting", fields);
    }

    void cluster(String event, Map<String, Object> fields) {
        timeline.record(event, null, fields);
    }

    void action(String event, Action action) {
        Map<String, Object> fields = new LinkedHashMap<>();
        putAction(fields, action);
        cluster(event, fields);
    }

    void memberChanged(String event, String member, Action action) {
        Map<String, Object> fields = new LinkedHashMap<>();
        putAction(fields, action);
        timeline.record(event, member, fields);
    }

    void problem(String problem) {
        cluster("problem", Map.of("cause", problem));
    }

    void failure(String event, ClusterFailure failure) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cause", failure.headline());
        fields.put("failure", failure.reason().label());
        if (failure.reason() instanceof ClusterFailure.NotReady late && late.probe() != null) {
            putProbe(fields, late.probe());
        }
        timeline.record(event, failure.member(), fields);
    }

    void notFormed(String member, String problem, ProbeStatus seen) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cause", problem);
        putProbe(fields, seen);
        timeline.record("not_formed", member, fields);
    }

    private static void putProbe(Map<String, Object> fields, ProbeStatus seen) {
        fields.put("probe", seen.probe());
        fields.put("answer", seen.remarkedAnswer());
        fields.put("attempts", seen.attempts());
        fields.put("since", seen.since().toString());
        if (!seen.output().isEmpty()) {
            fields.put("output", String.join("\n", seen.output()));
        }
    }

    void ended(ClusterOutcome outcome) {
        cluster("cluster_ended", Map.of("outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }

    void member(MemberEvent event) {
        MemberSnapshot member = event.member();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incarnation", member.incarnation());
        if (member.pid() != 0) {
            fields.put("pid", member.pid());
        }
        putCause(fields, event.cause());
        if (!event.delay().isZero()) {
            fields.put("delayMillis", event.delay().toMillis());
        }
        ExitRecord exit = event.exit();
        if (exit != null) {
            putExit(fields, exit.status());
            fields.put("ranForMillis", exit.ranFor().toMillis());
        }
        timeline.record(event.kind().label(), member.id().name(), fields);
    }

    /** In words, and beside them what a program needs to know, so that nothing has to be read out of the words. */
    private static void putCause(Map<String, Object> fields, @Nullable Cause cause) {
        if (cause instanceof Cause.Requested requested) {
            putAction(fields, requested.action());
        } else if (cause != null) {
            fields.put("cause", cause.describe());
        }
        if (cause instanceof Cause.Failure failure) {
            fields.put("failure", failure.label());
        }
    }

    private static void putAction(Map<String, Object> fields, Action action) {
        fields.put("cause", action.describe());
        fields.put("by", action.actor().label());
        fields.put("action", action.label());
    }

    private static void putExit(Map<String, Object> fields, ExitStatus status) {
        switch (status.kind()) {
            case CODE -> fields.put("exitCode", status.number());
            case SIGNAL -> fields.put("signal", Signals.name(status.number()));
            case UNKNOWN -> fields.put("exitUnknown", true);
        }
    }
}
