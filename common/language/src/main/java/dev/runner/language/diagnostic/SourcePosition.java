package dev.runner.language.diagnostic;

import org.antlr.v4.runtime.Token;

/**
 * A position in a source.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters (code points)
 */
public record SourcePosition(int line, int column) {

    /** Where a token starts. */
    public static SourcePosition of(Token token) {
        return new SourcePosition(token.getLine(), token.getCharPositionInLine() + 1);
    }
}
