package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Signals;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Puts what happens into the words of the timeline. */
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

    void memberChanged(String event, String member, String cause) {
        timeline.record(event, member, Map.of("cause", cause));
    }

    void problem(String problem) {
        cluster("problem", Map.of("cause", problem));
    }

    void fatal(ClusterFailure error) {
        timeline.record("fatal", error.member(), Map.of("cause", error.headline()));
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
        if (event.cause() != null) {
            fields.put("cause", event.cause());
        }
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

    private static void putExit(Map<String, Object> fields, ExitStatus status) {
        switch (status.kind()) {
            case CODE -> fields.put("exitCode", status.number());
            case SIGNAL -> fields.put("signal", Signals.name(status.number()));
            case UNKNOWN -> fields.put("exitUnknown", true);
        }
    }
}
