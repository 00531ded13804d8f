package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import java.util.List;

/** {@code .name(arguments)} of a stream. */
public record StreamOperation(SourcePosition at, String name, List<Argument> arguments) {
    public StreamOperation {
        arguments = List.copyOf(arguments);
    }
}
