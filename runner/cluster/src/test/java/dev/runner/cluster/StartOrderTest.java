package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R3")
class StartOrderTest {
    /** a first, then b, then c, and d whenever it likes. */
    private final StartOrder order = new StartOrder(MemberSnapshotFixtures.planned("a b<a c<a,b d"));

    @ParameterizedTest
    @CsvSource({
        "a:pending b:pending c:pending d:pending, a d",
        "a:starting b:pending c:pending d:ready, ''",
        "a:ready b:pending c:pending d:ready, b",
        "a:ready b:ready c:pending d:ready, c",
        "a:stopped b:pending c:pending d:ready, b",
        "a:stopped! b:pending c:pending d:ready, ''",
        "a:failed b:pending c:pending d:ready, ''",
        "a:backing_off b:pending c:pending d:ready, ''",
        "a:stopping b:ready c:pending d:ready, ''",
        "a:ready b:stopped c:pending d:stopped!, c",
    })
    void startsWhoseTurnItIs(String states, String startable) {
        assertThat(String.join(" ", order.startable(MemberSnapshotFixtures.states(states))))
                .isEqualTo(startable);
    }

    @ParameterizedTest
    @CsvSource({
        "a:ready b:ready c:ready d:ready, ''",
        "a:stopping b:ready c:ready d:ready, b c",
        "a:starting b:ready c:ready d:starting, b c",
        "a:ready b:backing_off c:ready d:ready, c",
        "a:stopped! b:failed c:ready d:ready, ''",
    })
    void aRestartWaitsForThoseWhoAreComing(String states, String waiting) {
        assertThat(Stream.of("a", "b", "c", "d")
                        .filter(name -> order.isAwaitingPredecessor(name, MemberSnapshotFixtures.states(states)))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(waiting);
    }

    @ParameterizedTest
    @CsvSource({
        "a:ready b:ready c:ready d:ready, c d",
        "a:ready b:ready c:stopping d:stopping, ''",
        "a:ready b:ready c:stopped d:stopped, b",
        "a:ready b:stopping c:failed d:stopped, ''",
        "a:ready b:stopped c:failed d:stopped, a",
        "a:ready b:pending c:pending d:starting, a b c d",
        "a:backing_off b:ready c:ready d:stopped, a c",
        "a:stopped b:stopped c:stopped d:failed, ''",
    })
    void stopsTheOtherWay(String states, String stoppable) {
        assertThat(String.join(" ", order.stoppable(MemberSnapshotFixtures.states(states))))
                .isEqualTo(stoppable);
    }

    @ParameterizedTest
    @CsvSource({
        "a:failed b:pending c:pending d:ready, b c",
        "a:ready b:failed c:pending d:ready, c",
        "a:ready b:pending c:pending d:failed, ''",
        "a:stopped! b:pending c:pending d:ready, ''",
        "a:failed b:ready c:starting d:ready, ''",
    })
    void knowsWhoWillNeverStart(String states, String blocked) {
        assertThat(String.join(
                        " ",
                        order.blocked(MemberSnapshotFixtures.states(states)).stream()
                                .sorted()
                                .toList()))
                .isEqualTo(blocked);
    }
}
