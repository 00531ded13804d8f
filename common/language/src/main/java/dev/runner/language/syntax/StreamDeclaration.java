package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import java.util.List;

/**
 * {@code stream name = source operations}.
 *
 * @param at the position of the name
 * @param source the type of the events that it reads
 */
public record StreamDeclaration(SourcePosition at, String name, String source, List<StreamOperation> operations) {
    public StreamDeclaration {
        operations = List.copyOf(operations);
    }
}
