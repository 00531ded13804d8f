package dev.runner.language;

import dev.runner.language.plan.Plan;
import dev.runner.language.plan.PlanCompiler;
import dev.runner.language.syntax.Problem;
import dev.runner.language.syntax.Problems;
import java.util.List;

/** A source that has been compiled. It is immutable, and any number of runs may be started from it. */
public final class Program {
    private final Plan plan;

    private Program(Plan plan) {
        this.plan = plan;
    }

    /** Compiles a source; whatever the source is, this returns, with an error for what it does not understand. */
    public static Compilation compile(String source) {
        Problems problems = new Problems();
        Plan plan = PlanCompiler.compile(source, problems);
        List<Diagnostic> diagnostics =
                problems.told().stream().map(Program::diagnostic).toList();
        return new Compilation(problems.hasErrors() ? null : new Program(plan), diagnostics);
    }

    private static Diagnostic diagnostic(Problem problem) {
        return new Diagnostic(
                problem.isError() ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
                problem.at().line(),
                problem.at().column(),
                problem.message(),
                problem.hint());
    }

    /** A run that has seen nothing yet. */
    public Run start() {
        return new Run(plan);
    }
}
