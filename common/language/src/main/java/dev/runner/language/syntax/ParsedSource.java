package dev.runner.language.syntax;

import java.util.List;

/**
 * What is written in a source.
 *
 * @param streams those without an error in their form
 * @param text the source without comments and white space: two with the same text do the same
 */
public record ParsedSource(List<StreamDeclaration> streams, String text) {
    public ParsedSource {
        streams = List.copyOf(streams);
    }
}
