package dev.runner.integration.bench.product;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A side as it was found on this machine.
 *
 * @param version empty where it is missing
 * @param missing how to install it; null where it is there
 */
record Candidate(String name, String version, @Nullable String missing) {
    /** All that are wanted. */
    static List<Candidate> all(Settings settings) {
        return Sides.all(settings).stream()
                .filter(side -> settings.wants(side))
                .map(Candidate::of)
                .toList();
    }

    private static Candidate of(Side side) {
        String missing = side.missing();
        return new Candidate(side.name(), missing == null ? side.version() : "", missing);
    }

    boolean isPresent() {
        return missing == null;
    }
}
