package dev.runner.language.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been found in one source so far. Nobody reads more than some of it, so that there is an end. */
public final class SourceProblemCollector {
    /** How many are told. */
    public static final int MOST = 20;

    private final List<SourceProblem> found = new ArrayList<>();
    private boolean hasErrors;

    public void error(SourcePosition at, String message, @Nullable String hint) {
        hasErrors = true;
        add(new SourceProblem(true, at, message, hint));
    }

    public void warning(SourcePosition at, String message, @Nullable String hint) {
        add(new SourceProblem(false, at, message, hint));
    }

    private void add(SourceProblem problem) {
        if (found.size() < 10 * MOST) {
            found.add(problem);
        }
    }

    public boolean hasErrors() {
        return hasErrors;
    }

    /** In the order of their places. Where there are too many, errors come before warnings. */
    public List<SourceProblem> told() {
        return found.stream()
                .sorted(Comparator.comparing(SourceProblem::isError).reversed().thenComparing(SourceProblem::at))
                .limit(MOST)
                .sorted(Comparator.comparing(SourceProblem::at))
                .toList();
    }
}
