package dev.runner.cluster.spec;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A spec with mistakes: all of them that could be found, in the order of the file, one line each. */
public final class SpecException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<SpecProblem> problems;

    public SpecException(List<SpecProblem> problems) {
        super(problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the file. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
