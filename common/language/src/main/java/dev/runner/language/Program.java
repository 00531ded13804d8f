package dev.runner.language;

import dev.runner.language.plan.ProgramCompiler;
import dev.runner.language.plan.ProgramPlan;
import dev.runner.language.syntax.SourceProblem;
import dev.runner.language.syntax.SourceProblemCollector;
import java.util.List;

/** A source that has been compiled. It is immutable, and any number of runs may be started from it. */
public final class Program {
    private final ProgramPlan plan;

    private Program(ProgramPlan plan) {
        this.plan = plan;
    }

    /** Compiles a source; whatever the source is, this returns, with an error for what it does not understand. */
    public static CompilationResult compile(String source) {
        SourceProblemCollector problems = new SourceProblemCollector();
        ProgramPlan plan = ProgramCompiler.compile(source, problems);
        List<Diagnostic> diagnostics =
                problems.told().stream().map(Program::diagnostic).toList();
        return new CompilationResult(problems.hasErrors() ? null : new Program(plan), diagnostics);
    }

    private static Diagnostic diagnostic(SourceProblem problem) {
        return new Diagnostic(
                problem.isError() ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
                problem.at().line(),
                problem.at().column(),
                problem.message(),
                problem.hint());
    }

    /** A run that has seen nothing yet. */
    public ProgramRun start() {
        return new ProgramRun(plan);
    }
}
