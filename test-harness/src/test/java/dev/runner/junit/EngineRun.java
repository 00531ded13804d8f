package dev.runner.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes within a test. */
record EngineRun(EngineExecutionResults results, Path reports) {
    static EngineRun of(Path reports, Class<?>... classes) {
        return of(reports, Map.of(), classes);
    }

    static EngineRun of(Path reports, Map<String, String> parameters, Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(ReportDirectories.PARAMETER, reports.toString())
                .configurationParameters(parameters);
        Stream.of(classes).forEach(each -> kit.selectors(selectClass(each)));
        return new EngineRun(kit.execute(), reports);
    }

    /** Asserts that all tests passed. */
    EngineRun succeeded(int tests) {
        results.allEvents().assertStatistics(statistics -> statistics.failed(0));
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(tests));
        return this;
    }

    /** The exceptions of failed tests and containers, in order. */
    List<Throwable> failures() {
        return results.allEvents().finished().failed().stream()
                .map(EngineRun::thrown)
                .toList();
    }

    /** The exception of the only test that failed. */
    Throwable failure() {
        List<Throwable> all = failures();
        if (all.size() != 1) {
            throw new AssertionError("not one failure but " + all);
        }
        return all.get(0);
    }

    private static Throwable thrown(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** The directory of a test's report. */
    Path report(Class<?> testClass, String... more) {
        Path ofClass = reports.resolve(testClass.getName().replace('$', '.'));
        return more.length == 0 ? ofClass : ofClass.resolve(more[0]);
    }
}
