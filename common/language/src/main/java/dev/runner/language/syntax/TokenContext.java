package dev.runner.language.syntax;

import dev.runner.language.grammar.PipelineLexer;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * An unexpected token, and those around it.
 *
 * @param start the index of the first token of its declaration
 * @param index the index of the token
 */
record TokenContext(List<Token> tokens, int start, int index) {

    boolean isName(int offset) {
        int type = type(offset);
        return type == PipelineLexer.ID || type == PipelineLexer.AS || type == PipelineLexer.STREAM;
    }

    /** The type of the token at an offset: 0 is the token itself, -1 the one before it. */
    int type(int offset) {
        int at = index + offset;
        return at >= 0 && at < tokens.size() ? tokens.get(at).getType() : Token.EOF;
    }

    String text(int offset) {
        int at = index + offset;
        return at >= 0 && at < tokens.size()
                ? SyntaxErrorMessages.shown(tokens.get(at).getText())
                : "";
    }

    String lower(int offset) {
        return text(offset).toLowerCase(Locale.ROOT);
    }

    /** The operation whose arguments contain the token; null if no bracket is open. */
    @Nullable String operation() {
        int depth = 0;
        String operation = null;
        for (int i = start - index; i < 0; i++) {
            int type = type(i);
            if (type == PipelineLexer.LPAREN || type == PipelineLexer.LBRACKET) {
                operation = depth == 0 ? text(i - 1) : operation;
                depth++;
            } else if (type == PipelineLexer.RPAREN || type == PipelineLexer.RBRACKET) {
                depth--;
            }
        }
        return depth > 0 ? operation : null;
    }

    /** Whether the innermost open bracket is that of a list. */
    boolean isListOpen() {
        int closed = 0;
        for (int i = -1; i > start - index; i--) {
            int type = type(i);
            boolean isOpening = type == PipelineLexer.LPAREN || type == PipelineLexer.LBRACKET;
            if (isOpening && closed == 0) {
                return type == PipelineLexer.LBRACKET;
            }
            boolean isClosing = type == PipelineLexer.RPAREN || type == PipelineLexer.RBRACKET;
            closed += isClosing ? 1 : isOpening ? -1 : 0;
        }
        return false;
    }
}
