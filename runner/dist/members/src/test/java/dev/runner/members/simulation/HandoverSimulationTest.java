package dev.runner.members.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * The promise about accepted events, over random orders of everything that is done on purpose. The system property
 * {@code simulation.seeds} has more seeds tried than a build does, {@code simulation.from} begins at another one.
 */
@Tag("V46")
@Timeout(3_600)
class HandoverSimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 25);
    private static final long FROM = Long.getLong("simulation.from", 0);

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level before = LOG.getLevel();

    /** What the members of thousands of clusters log is nothing that anybody reads. */
    @BeforeEach
    void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        LOG.setLevel(before);
    }

    @Test
    void noAcceptedEventIsLostOrProcessedTwiceByWhatIsDoneOnPurpose() {
        assertThat(accepted(false)).isGreaterThan(100L * SEEDS);
    }

    @Test
    void noEventIsProcessedTwiceAndEachPipelineRunsOnceAfterKills() {
        assertThat(accepted(true)).isGreaterThan(100L * SEEDS);
    }

    private static long accepted(boolean kills) {
        long accepted = 0;
        for (long seed = FROM; seed < FROM + SEEDS; seed++) {
            HandoverScenario scenario = new HandoverScenario(seed, kills);
            List<String> problems = scenario.run();
            assertThat(problems)
                    .withFailMessage("seed %s: %s%n%s", seed, problems, String.join("\n", scenario.timeline()))
                    .isEmpty();
            accepted += scenario.accepted();
        }
        return accepted;
    }
}
