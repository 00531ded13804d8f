package dev.runner.language;

import java.util.List;

/** A source that has been compiled. It is immutable, and any number of runs may be started from it. */
public final class Program {

    private Program() {}

    /** Compiles a source; whatever the source is, this returns, with an error for what it does not understand. */
    public static Compilation compile(String source) {
        return new Compilation(source.isBlank() ? new Program() : null, List.of());
    }

    /** A run that has seen nothing yet. */
    public Run start() {
        return new Run();
    }
}
