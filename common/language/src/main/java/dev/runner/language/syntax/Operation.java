package dev.runner.language.syntax;

import java.util.List;

/** {@code .name(arguments)} of a stream. */
public record Operation(Position at, String name, List<Argument> arguments) {
    public Operation {
        arguments = List.copyOf(arguments);
    }
}
