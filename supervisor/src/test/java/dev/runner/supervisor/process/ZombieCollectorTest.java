package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZombieCollectorTest {
    private final Set<String> zombies = new HashSet<>();
    private final List<Long> reaped = new ArrayList<>();
    private long nanos = 42;
    private final ZombieCollector collector = new ZombieCollector(() -> Set.copyOf(zombies), reaped::add, () -> nanos);

    private void lookAfter(Duration time) {
        nanos += time.toNanos();
        collector.look();
    }

    @Test
    void collectsWhatNobodyHasWaitedForInTime() {
        zombies.add("70/1");
        lookAfter(Duration.ZERO);
        zombies.add("80/2");
        lookAfter(ZombieCollector.PATIENCE.minusNanos(1));
        assertThat(reaped).isEmpty();

        lookAfter(Duration.ofNanos(1));
        assertThat(reaped).containsExactly(70L);

        zombies.remove("70/1");
        lookAfter(ZombieCollector.PATIENCE);
        assertThat(reaped).containsExactly(70L, 80L);
    }

    @Test
    void aPidThatHasBecomeAnothersBeginsAnew() {
        zombies.add("70/1");
        lookAfter(Duration.ZERO);
        zombies.remove("70/1");
        zombies.add("70/2");
        lookAfter(ZombieCollector.PATIENCE);
        assertThat(reaped).isEmpty();
    }
}
