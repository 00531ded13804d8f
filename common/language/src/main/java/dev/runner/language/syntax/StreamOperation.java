package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import java.util.List;

/** An operation of a stream: {@code .name(arguments)}. */
public record StreamOperation(SourcePosition at, String name, List<Argument> arguments) {
    public StreamOperation {
        arguments = List.copyOf(arguments);
    }
}
