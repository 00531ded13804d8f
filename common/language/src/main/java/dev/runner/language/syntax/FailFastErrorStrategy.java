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
 * Ends a stream at its first mistake, with all that could have stood there. The parser's own repairs guess, and each
 * wrong guess makes another message; its other strategy that gives up forgets a part of what was possible.
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
        // whoever catches what recover() throws reports it
    }

    /** What could have stood before this token is of no interest behind it. */
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
