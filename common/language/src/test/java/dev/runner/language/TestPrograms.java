package dev.runner.language;

import dev.runner.language.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Helpers to compile a source and process events. */
final class TestPrograms {
    private TestPrograms() {}

    static ProgramRun run(String source) {
        return program(source).start();
    }

    static Program program(String source) {
        CompilationResult compilation = Program.compile(source);
        Program program = compilation.program();
        if (program == null) {
            throw new AssertionError(source + "\n" + compilation.diagnostics());
        }
        return program;
    }

    /** Creates an event from its type, and alternating names and values. */
    static Event event(String type, @Nullable Object... fields) {
        String[] names = new String[fields.length / 2];
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = String.valueOf(fields[2 * i]);
            Object value = fields[2 * i + 1];
            values[i] = value instanceof Integer number ? (Object) number.longValue() : value;
        }
        return Event.ofOwned(type, names, values);
    }

    static List<Event> outputs(ProgramRun run, long now, Event... events) {
        List<Event> outputs = new ArrayList<>();
        for (Event event : events) {
            run.accept(event, now, outputs::add);
        }
        return outputs;
    }

    static List<Event> advance(ProgramRun run, long now) {
        List<Event> outputs = new ArrayList<>();
        run.advance(now, outputs::add);
        return outputs;
    }

    /** Each as {@code line:column message}. */
    static List<String> errors(String source) {
        return Program.compile(source).diagnostics().stream()
                .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                .map(each -> each.line() + ":" + each.column() + " " + each.message())
                .collect(Collectors.toList());
    }
}
