package dev.runner.language.syntax;

import java.util.List;

/**
 * {@code stream name = source operations}.
 *
 * @param at where the name is
 * @param source the type of the events that it reads
 */
public record StreamDeclaration(Position at, String name, String source, List<Operation> operations) {
    public StreamDeclaration {
        operations = List.copyOf(operations);
    }
}
