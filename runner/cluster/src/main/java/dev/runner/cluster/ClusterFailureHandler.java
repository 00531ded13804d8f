package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the cluster fails of: the first error that nobody expected, and that is not a part of its end. Except for what
 * somebody expects, all is called on the supervisor's thread.
 */
final class ClusterFailureHandler {
    private final ClusterStateHolder cluster;
    private final ClusterEventPublisher news;
    private final StartStopScheduler turns;
    private final Function<String, Path> logs;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** @param logs where the output of a member is */
    ClusterFailureHandler(
            ClusterStateHolder cluster,
            ClusterEventPublisher news,
            StartStopScheduler turns,
            Function<String, Path> logs) {
        this.cluster = cluster;
        this.news = news;
        this.turns = turns;
        this.logs = logs;
    }

    void expect(MemberId id) {
        expected.add(id.name());
    }

    void expectNone() {
        expected.clear();
    }

    /** An end that somebody gave it by hand is one that somebody expects. */
    void crashed(MemberEvent event) {
        MemberId id = event.member().id();
        if (event.member().operatorActions().exitCode() != null) {
            expect(id);
        }
        fail(ClusterFailure.crashed(cluster.planned(id), event, logs.apply(id.name())));
    }

    void endedUnready(MemberEvent event) {
        MemberId id = event.member().id();
        fail(ClusterFailure.endedUnready(cluster.planned(id), event, logs.apply(id.name())));
    }

    void notReady(PlannedMember member, Duration after, String lastSeen) {
        fail(ClusterFailure.notReady(member, after, lastSeen, logs.apply(member.name())));
    }

    void setupFailed(MemberEvent event) {
        fail(ClusterFailure.setupFailed(event, logs.apply(ClusterPlan.SETUP)));
    }

    void setupNotDone(Duration after) {
        fail(ClusterFailure.setupNotDone(after, logs.apply(ClusterPlan.SETUP)));
    }

    private void fail(ClusterFailure error) {
        if (cluster.now().isEnding() || cluster.facts().fatal() != null) {
            return;
        }
        if (expected.remove(error.member())) {
            cluster.note(before -> before.expecting(error.member()));
            news.expected(error);
            return;
        }
        declare(error);
        if (!cluster.keepsGoing()) {
            turns.cancelRestarts();
        }
    }

    /** Nobody can expect it, and a cluster that was on its way out has failed too. */
    void supervisionFailed(ClusterFailure error) {
        if (cluster.facts().fatal() == null) {
            declare(error);
        } else {
            news.problem(error.headline());
        }
    }

    private void declare(ClusterFailure error) {
        cluster.note(before -> before.failedBy(error));
        news.fatal(error);
    }
}
