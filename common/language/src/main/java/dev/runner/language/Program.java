package dev.runner.language;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.plan.ProgramCompiler;
import dev.runner.language.plan.ProgramPlan;

/** A source that has been compiled. It is immutable, and any number of runs may be started from it. */
public final class Program {
    private final ProgramPlan plan;

    private Program(ProgramPlan plan) {
        this.plan = plan;
    }

    /** Compiles a source; whatever the source is, this returns, with an error for what it does not understand. */
    public static CompilationResult compile(String source) {
        DiagnosticCollector problems = new DiagnosticCollector();
        ProgramPlan plan = ProgramCompiler.compile(source, problems);
        return new CompilationResult(problems.hasErrors() ? null : new Program(plan), problems.diagnostics());
    }

    /** A run that has seen nothing yet. */
    public ProgramRun start() {
        return new ProgramRun(plan);
    }
}
