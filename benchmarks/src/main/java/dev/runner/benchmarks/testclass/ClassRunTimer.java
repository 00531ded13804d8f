package dev.runner.benchmarks.testclass;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.runner.junit.Cluster;
import dev.runner.junit.LocalCluster;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a test class again and again in one JVM, and prints how many milliseconds each took. */
final class ClassRunTimer {
    private static final int MEMBERS = 4;

    private ClassRunTimer() {}

    /** The spec is in the working directory. */
    @LocalCluster(spec = "sleepers.yaml", hosts = MEMBERS)
    static final class WithCluster {
        @Test
        void allMembersAreReady(Cluster cluster) {
            Assertions.assertEquals(MEMBERS, cluster.members().size());
        }
    }

    /** What JUnit itself costs. */
    static final class Plain {
        @Test
        void passes() {
            Assertions.assertTrue(true);
        }
    }

    /** Takes the name of one of the classes above, and how often it is to be run. */
    public static void main(String[] args) {
        Class<?> testClass = args[0].equals("Plain") ? Plain.class : WithCluster.class;
        int count = Integer.parseInt(args[1]);
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(testClass))
                    .execute();
            double millis = (System.nanoTime() - begun) / 1e6;
            if (results.testEvents().succeeded().count() != 1) {
                System.out.println("failed " + reason(results));
                return;
            }
            System.out.printf(Locale.ROOT, "took %.3f%n", millis);
        }
    }

    private static String reason(EngineExecutionResults results) {
        return results.allEvents().finished().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(throwable -> throwable.toString().replace('\n', ' '))
                .findFirst()
                .orElse("without a reason");
    }
}
