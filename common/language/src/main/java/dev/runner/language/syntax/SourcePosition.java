package dev.runner.language.syntax;

import org.antlr.v4.runtime.Token;

/**
 * A place in a source.
 *
 * @param line the first is 1
 * @param column in characters, the first is 1
 */
public record SourcePosition(int line, int column) implements Comparable<SourcePosition> {

    static SourcePosition of(Token token) {
        return new SourcePosition(token.getLine(), token.getCharPositionInLine() + 1);
    }

    @Override
    public int compareTo(SourcePosition other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
