package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.MemberEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whatever is to be heard of a cluster: the timeline has it first, then the listeners, so that who hears of something
 * finds it there.
 */
final class ClusterEventPublisher implements FormationTracker.Listener {
    private final ClusterTimelineWriter timeline;
    private final ClusterListeners listeners;

    /** @param errors is given what a listener threw that no program can go on after */
    ClusterEventPublisher(Timeline timeline, Consumer<Error> errors) {
        this.timeline = new ClusterTimelineWriter(timeline);
        this.listeners = new ClusterListeners(this.timeline::problem, errors);
    }

    void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    /** The timeline's part alone: what the event leads to may be told between the two. */
    void record(MemberEvent event) {
        timeline.member(event);
    }

    /** The listeners' part alone, after {@link #record}. */
    void tell(MemberEvent event) {
        listeners.tell(listener -> listener.onMember(event));
    }

    void starting(ClusterPlan plan) {
        timeline.starting(plan);
    }

    void swept(Set<Long> leftovers) {
        timeline.cluster("leftovers_swept", Map.of("pids", leftovers));
    }

    void setupRuns(String command) {
        timeline.cluster("setup", Map.of("cause", command));
        listeners.tell(listener -> listener.onSetup(command));
    }

    void ready(Duration took) {
        timeline.cluster("cluster_ready", Map.of("tookMillis", took.toMillis()));
        listeners.tell(listener -> listener.onReady(took));
    }

    @Override
    public void formed(Duration took) {
        timeline.cluster("cluster_formed", Map.of("tookMillis", took.toMillis()));
        listeners.tell(listener -> listener.onFormed(took));
    }

    @Override
    public void notFormedInTime(PlannedMember member, Duration after, String lastSeen) {
        problem(member.name() + " has not formed a cluster with the others after " + ClusterFailure.inWords(after)
                + ": " + lastSeen);
    }

    void added(PlannedMember member) {
        timeline.memberChanged("member_added", member.name(), "runner add");
        listeners.tell(listener -> listener.onAdded(member));
    }

    void removed(String member) {
        timeline.memberChanged("member_removed", member, "runner remove");
        listeners.tell(listener -> listener.onRemoved(member));
    }

    void fatal(ClusterFailure error) {
        timeline.fatal(error);
        listeners.tell(listener -> listener.onFatal(error));
    }

    void expected(ClusterFailure error) {
        timeline.memberChanged("failure_expected", error.member(), error.headline());
    }

    void problem(String problem) {
        listeners.tellProblem(problem);
    }

    /** For the timeline alone: more than anybody wants to hear. */
    void details(String problem) {
        timeline.problem(problem);
    }

    void stopping(String purpose) {
        timeline.cluster("cluster_stopping", Map.of("cause", purpose));
    }

    void killing(String purpose) {
        timeline.cluster("cluster_killing", Map.of("cause", purpose));
    }

    void ended(ClusterOutcome outcome) {
        timeline.ended(outcome);
    }
}
