package dev.runner.coordinator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.service.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V46")
class StandstillWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ManualClock clock = new ManualClock();
    private final StandstillWatch watch = new StandstillWatch(clock, PATIENCE);

    private void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.pass(StandstillWatch.TICK);
            watch.tick();
        }
    }

    @Test
    void afterItsStartWorkersMayStillRegisterButThoseThatHaveDidNotEndUnseen() {
        run(14);
        assertThat(watch.mayStillRegister()).isTrue();
        assertThat(watch.mayHaveEndedUnseen()).isFalse();
        run(1);
        assertThat(watch.mayStillRegister()).isFalse();
    }

    @Test
    void afterAStandstillWorkersAreExpectedBack() {
        run(60);
        clock.pass(Duration.ofSeconds(5));
        assertThat(watch.mayHaveEndedUnseen()).as("before the next tick too").isTrue();
        run(14);
        assertThat(watch.mayHaveEndedUnseen()).isTrue();
        assertThat(watch.mayStillRegister()).isTrue();
        run(1);
        assertThat(watch.mayHaveEndedUnseen()).isFalse();
        assertThat(watch.mayStillRegister()).isFalse();
    }

    @Test
    void aDelayOfATickIsNoStandstill() {
        run(60);
        clock.pass(Duration.ofSeconds(3));
        assertThat(watch.mayHaveEndedUnseen()).isFalse();
    }
}
