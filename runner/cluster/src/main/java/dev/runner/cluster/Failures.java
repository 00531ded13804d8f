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
final class Failures {
    private final LiveCluster cluster;
    private final ClusterNews news;
    private final StartsAndStops turns;
    private final Function<String, Path> logs;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** @param logs where the output of a member is */
    Failures(LiveCluster cluster, ClusterNews news, StartsAndStops turns, Function<String, Path> logs) {
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
        if (event.member().byHand().exitCode() != null) {
            expect(id);
        }
        fail(FatalError.crashed(cluster.planned(id), event, logs.apply(id.name())));
    }

    void endedUnready(MemberEvent event) {
        MemberId id = event.member().id();
        fail(FatalError.endedUnready(cluster.planned(id), event, logs.apply(id.name())));
    }

    void notReady(PlannedMember member, Duration after, String lastSeen) {
        fail(FatalError.notReady(member, after, lastSeen, logs.apply(member.name())));
    }

    void setupFailed(MemberEvent event) {
        fail(FatalError.setupFailed(event, logs.apply(ClusterPlan.SETUP)));
    }

    void setupNotDone(Duration after) {
        fail(FatalError.setupNotDone(after, logs.apply(ClusterPlan.SETUP)));
    }

    private void fail(FatalError error) {
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
            turns.giveUpRestarts();
        }
    }

    /** Nobody can expect it, and a cluster that was on its way out has failed too. */
    void supervisionFailed(FatalError error) {
        if (cluster.facts().fatal() == null) {
            declare(error);
        } else {
            news.problem(error.headline());
        }
    }

    private void declare(FatalError error) {
        cluster.note(before -> before.failedBy(error));
        news.fatal(error);
    }
}
