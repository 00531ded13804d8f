package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster is, in every situation: b starts after a. */
class ClusterSnapshotTest {
    private static final ClusterFailure CRASH = new ClusterFailure(
            new ClusterFailure.EndedUnready("a", ExitStatus.code(0), Duration.ZERO), List.of(), Path.of("/log"));
    private static final ClusterFailure LATE = new ClusterFailure(
            new ClusterFailure.NotReady("a", Duration.ZERO, "late", null), List.of(), Path.of("/log"));

    @ParameterizedTest
    @CsvSource({
        // facts, members, state, whether it has come to its end
        "'',              a:pending b:pending,    starting, false",
        "'',              a:starting b:pending,   starting, false",
        "'',              a:ready b:starting,     starting, false",
        "'',              a:ready b:ready,        ready,    false",
        "ready,           a:ready b:ready,        ready,    false",
        "ready,           a:ready b:stopped,      ready,    false",
        "ready,           a:ready b:backing_off,  degraded, false",
        "ready,           a:ready b:starting,     degraded, false",
        "ready,           a:ready b:stopped!,     degraded, false",
        "ready,           a:ready b:ready~,       degraded, false",
        "'',              a:ready b:ready~,       starting, false",
        "ready,           a:stopped! b:stopped!,  degraded, false",
        "ready,           a:stopped b:stopped!,   degraded, false",
        "ready,           a:stopped b:stopped,    ready,    true",
        "'ready over',    a:stopped b:stopped,    stopped,  true",
        "'ready stop',    a:ready b:stopping,     stopping, false",
        "'ready stop',    a:stopped! b:stopped!,  stopping, true",
        "'stop',          a:failed b:stopped!,    stopping, true",
        "'stop over',     a:stopped! b:stopped!,  stopped,  true",
        "'crash',         a:stopping b:ready,     failed,   false",
        "'crash',         a:failed b:pending,     failed,   false",
        "'crash',         a:failed b:stopped!,    failed,   true",
        "'crash stop',    a:failed b:stopping,    failed,   false",
        "'crash over',    a:failed b:stopped!,    failed,   true",
        "'late',          a:starting b:pending,   failed,   false",
        "'keep crash',      a:failed b:ready,     degraded, false",
        "'keep crash',      a:ready b:ready,      degraded, false",
        "'keep crash ready', a:failed b:ready,    degraded, false",
        "'keep crash ready', a:starting b:ready,  degraded, false",
        "'keep crash ready', a:ready b:ready,     ready,    false",
        "'keep crash',      a:failed b:failed,    degraded, true",
        "'keep crash',      a:failed b:pending,   degraded, true",
        "'keep crash',      a:failed b:stopped!,  degraded, false",
        "'keep crash',      a:failed b:stopped,   degraded, true",
        "'keep crash stop', a:failed b:stopping,  stopping, false",
        "'keep crash stop', a:failed b:pending,   stopping, false",
        "'keep crash stop over', a:failed b:stopped!, failed, true",
    })
    @Tag("F12")
    @Tag("F12b")
    @Tag("R9")
    void tellsItsState(String facts, String members, String state, boolean end) {
        ClusterSnapshot moment = moment(facts, members);

        assertThat(moment.state().label()).isEqualTo(state);
        assertThat(moment.isFinished()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "'over',                 finished",
        "'stop over',            stopped",
        "'crash over',           failed",
        "'crash stop over',      failed",
        "'keep crash stop over', failed",
        "'late over',            not_ready",
    })
    void tellsItsOutcome(String facts, String outcome) {
        assertThat(moment(facts, "a:stopped b:stopped").outcome())
                .isEqualTo(ClusterOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        "'',           a:ready b:pending,    b,  ''",
        "'',           a:ready~ b:pending,   '', ''",
        "'stop',       a:ready b:pending,    '', a b",
        "'stop',       a:ready~ b:ready,     '', b",
        "'stop',       a:ready b:ready,      '', b",
        "'crash',      a:failed b:ready,     '', b",
        "'keep crash', a:failed b:ready,     '', ''",
        "'keep crash', a:ready b:pending,    b,  ''",
    })
    void startsOrStops(String facts, String members, String toStart, String toStop) {
        ClusterSnapshot moment = moment(facts, members);

        assertThat(String.join(" ", moment.toStart())).isEqualTo(toStart);
        assertThat(String.join(" ", moment.toStop())).isEqualTo(toStop);
    }

    @ParameterizedTest
    @CsvSource({
        "'',           a:ready b:ready,    true",
        "'',           a:ready b:starting, false",
        "'',           a:stopped b:ready,  true",
        "'',           a:ready b:stopped!, true",
        "'',           a:ready b:ready~,   false",
        "'keep crash', a:failed b:ready,   false",
        "'stop',       a:ready b:ready,    false",
    })
    void isReadyWhenNobodyIsAwaitedAndNobodyFailed(String facts, String members, boolean ready) {
        assertThat(moment(facts, members).isReady()).isEqualTo(ready);
    }

    @Test
    void keepsTheFirstErrorAndTheFirstShutdown() {
        ClusterConditions facts = ClusterConditions.NONE
                .failedBy(CRASH)
                .failedBy(LATE)
                .shutDownFor(Action.ShutdownReason.DOWN)
                .shutDownFor(Action.ShutdownReason.CLOSE);

        assertThat(facts).isEqualTo(new ClusterConditions(CRASH, Action.ShutdownReason.DOWN, false, false, Set.of()));
    }

    private static ClusterSnapshot moment(String facts, String members) {
        ClusterConditions all = ClusterConditions.NONE;
        for (String fact : facts.split(" ", -1)) {
            all = switch (fact) {
                case "crash" -> all.failedBy(CRASH);
                case "late" -> all.failedBy(LATE);
                case "stop" -> all.shutDownFor(Action.ShutdownReason.DOWN);
                case "ready" -> all.ready();
                case "over" -> all.over();
                default -> all;
            };
        }
        StartOrder order = new StartOrder(MemberSnapshotFixtures.planned("a b<a"));
        return new ClusterSnapshot(order, facts.startsWith("keep"), all, MemberSnapshotFixtures.states(members));
    }
}
