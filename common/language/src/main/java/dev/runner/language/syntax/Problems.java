package dev.runner.language.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been found in one source so far. Nobody reads more than some of it, so that there is an end. */
public final class Problems {
    /** How many are told. */
    public static final int MOST = 20;

    private final List<Problem> found = new ArrayList<>();
    private boolean hasErrors;

    public void error(Position at, String message, @Nullable String hint) {
        hasErrors = true;
        add(new Problem(true, at, message, hint));
    }

    public void warning(Position at, String message, @Nullable String hint) {
        add(new Problem(false, at, message, hint));
    }

    private void add(Problem problem) {
        if (found.size() < 10 * MOST) {
            found.add(problem);
        }
    }

    public boolean hasErrors() {
        return hasErrors;
    }

    /** In the order of their places. Where there are too many, errors come before warnings. */
    public List<Problem> told() {
        return found.stream()
                .sorted(Comparator.comparing(Problem::isError).reversed().thenComparing(Problem::at))
                .limit(MOST)
                .sorted(Comparator.comparing(Problem::at))
                .toList();
    }
}
