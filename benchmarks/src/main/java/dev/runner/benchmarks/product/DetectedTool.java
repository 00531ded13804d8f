package dev.runner.benchmarks.product;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A side as it was found on this machine.
 *
 * @param version empty where it is missing
 * @param missing how to install it; null where it is there
 */
record DetectedTool(String name, String version, @Nullable String missing) {
    /** All that are wanted. */
    static List<DetectedTool> all(BenchmarkSettings settings) {
        return ToolAdapters.all(settings).stream()
                .filter(side -> settings.wants(side))
                .map(DetectedTool::of)
                .toList();
    }

    private static DetectedTool of(ToolAdapter side) {
        String missing = side.missing();
        return new DetectedTool(side.name(), missing == null ? side.version() : "", missing);
    }

    boolean isPresent() {
        return missing == null;
    }
}
