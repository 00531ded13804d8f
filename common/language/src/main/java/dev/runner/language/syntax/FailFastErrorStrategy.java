package dev.runner.language.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Stops at the first syntax error of a stream, with all tokens that were possible there. ANTLR's default strategy
 * repairs by guessing, and each wrong guess causes another message; its bail-out strategy loses a part of the possible
 * tokens.
 */
final class FailFastErrorStrategy extends DefaultErrorStrategy {

    @Override
    public void recover(Parser recognizer, RecognitionException exception) {
        throw new ParseCancellationException(exception);
    }

    @Override
    public Token recoverInline(Parser recognizer) {
        throw mismatch(recognizer);
    }

    @Override
    public void reportError(Parser recognizer, RecognitionException exception) {
        // reported by the caller, which catches the exception of recover()
    }

    /** Forgets the tokens that were possible before this one. */
    @Override
    public void reportMatch(Parser recognizer) {
        super.reportMatch(recognizer);
        nextTokensContext = null;
        nextTokensState = ATNState.INVALID_STATE_NUMBER;
    }

    @Override
    public void sync(Parser recognizer) {
        ATNState state = recognizer.getInterpreter().atn.states.get(recognizer.getState());
        IntervalSet next = recognizer.getATN().nextTokens(state);
        if (next.contains(recognizer.getInputStream().LA(1))) {
            nextTokensContext = null;
            nextTokensState = ATNState.INVALID_STATE_NUMBER;
        } else if (!next.contains(Token.EPSILON)) {
            throw mismatch(recognizer);
        } else if (nextTokensContext == null) {
            nextTokensContext = recognizer.getContext();
            nextTokensState = recognizer.getState();
        }
    }

    private InputMismatchException mismatch(Parser recognizer) {
        return nextTokensContext == null
                ? new InputMismatchException(recognizer)
                : new InputMismatchException(recognizer, nextTokensState, nextTokensContext);
    }
}
