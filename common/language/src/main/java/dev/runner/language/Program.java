package dev.runner.language;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.plan.ProgramCompiler;
import dev.runner.language.plan.ProgramPlan;

/** A compiled source. Immutable; any number of runs can be started from it. */
public final class Program {
    private final ProgramPlan plan;

    private Program(ProgramPlan plan) {
        this.plan = plan;
    }

    /** Compiles a source. Never throws: a source that is not valid gives diagnostics. */
    public static CompilationResult compile(String source) {
        DiagnosticCollector problems = new DiagnosticCollector();
        ProgramPlan plan = ProgramCompiler.compile(source, problems);
        return new CompilationResult(problems.hasErrors() ? null : new Program(plan), problems.diagnostics());
    }

    /** Starts a run with empty state. */
    public ProgramRun start() {
        return new ProgramRun(plan);
    }
}
