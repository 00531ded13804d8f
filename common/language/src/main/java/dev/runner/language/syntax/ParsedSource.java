package dev.runner.language.syntax;

import java.util.List;

/**
 * A parsed source.
 *
 * @param streams those without a syntax error
 * @param text the source without comments and white space: sources with the same text have the same meaning
 */
public record ParsedSource(List<StreamDeclaration> streams, String text) {
    public ParsedSource {
        streams = List.copyOf(streams);
    }
}
