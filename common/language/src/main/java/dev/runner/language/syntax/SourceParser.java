package dev.runner.language.syntax;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.grammar.PipelineLexer;
import dev.runner.language.grammar.PipelineParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Parses a source, one declaration after the other. After an error it continues with the next declaration, so that one
 * run finds the errors of several declarations.
 */
public final class SourceParser {
    /** The longest source, in characters. */
    public static final int LONGEST = 64 * 1024;

    /** The deepest nesting of brackets. Limits the stack of the parser, the compiler and of each evaluation. */
    public static final int DEEPEST = 64;

    private static final Set<String> LATER = Set.of("fn", "context", "connector");

    private final DiagnosticCollector problems;
    private final List<Token> tokens;
    private final PipelineParser parser;
    private final CommonTokenStream input;
    private final List<StreamDeclaration> streams = new ArrayList<>();

    private SourceParser(List<Token> tokens, DiagnosticCollector problems) {
        this.problems = problems;
        this.tokens = tokens;
        input = new CommonTokenStream(new ListTokenSource(tokens));
        parser = new PipelineParser(input);
        parser.removeErrorListeners();
        parser.setErrorHandler(new FailFastErrorStrategy());
        // Two tokens decide everything in this grammar, so the faster SLL prediction is also correct.
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    }

    /** Parses the valid declarations of a source, and reports errors for the others. */
    public static ParsedSource parse(String source, DiagnosticCollector problems) {
        if (source.length() > LONGEST) {
            problems.error(
                    new SourcePosition(1, 1),
                    "the source has " + source.length() + " characters; expected at most " + LONGEST,
                    "split it into several pipelines");
            return new ParsedSource(List.of(), "");
        }
        List<Token> tokens = tokens(source);
        Token tooDeep = firstTooDeep(tokens);
        if (tooDeep != null) {
            problems.error(
                    SourcePosition.of(tooDeep),
                    "brackets nest too deeply here; expected at most " + DEEPEST + " levels",
                    "compute a part of it with .select in a separate stream");
            return new ParsedSource(List.of(), "");
        }
        SourceParser parser = new SourceParser(tokens, problems);
        parser.parseAll();
        return new ParsedSource(parser.streams, text(tokens));
    }

    /**
     * The tokens up to the end, or to a comment that is not closed: the text after it would only give meaningless
     * tokens.
     */
    private static List<Token> tokens(String source) {
        PipelineLexer lexer = new PipelineLexer(CharStreams.fromString(source));
        lexer.removeErrorListeners();
        List<Token> tokens = new ArrayList<>();
        while (true) {
            Token token = lexer.nextToken();
            tokens.add(token);
            if (token.getType() == Token.EOF) {
                return tokens;
            }
            if (token.getType() == PipelineLexer.OPEN_COMMENT) {
                tokens.add(lexer.emitEOF());
                return tokens;
            }
        }
    }

    private static @Nullable Token firstTooDeep(List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            int type = token.getType();
            if (type == PipelineLexer.LPAREN || type == PipelineLexer.LBRACKET) {
                depth++;
                if (depth > DEEPEST) {
                    return token;
                }
            } else if (type == PipelineLexer.RPAREN || type == PipelineLexer.RBRACKET) {
                depth = Math.max(0, depth - 1);
            }
        }
        return null;
    }

    private static String text(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token.getText()).append('\n'));
        return text.toString();
    }

    private void parseAll() {
        while (input.LA(1) != Token.EOF) {
            int start = input.index();
            Token first = input.LT(1);
            if (first.getType() == PipelineLexer.STREAM) {
                parseStream();
            } else {
                reportNoStream(first);
                resumeAfter(start);
            }
        }
    }

    private void parseStream() {
        int start = input.index();
        try {
            streams.add(new AstBuilder(problems).stream(parser.stream()));
        } catch (ParseCancellationException end) {
            if (end.getCause() instanceof RecognitionException mistake) {
                report(mistake, start);
            }
            resumeAfter(start);
        }
    }

    private void report(RecognitionException mistake, int start) {
        Token found = mistake.getOffendingToken();
        IntervalSet expected = expected(mistake);
        problems.error(
                SourcePosition.of(found),
                SyntaxErrorMessages.message(found, expected),
                hints(start, found).inStream());
    }

    private static @Nullable IntervalSet expected(RecognitionException mistake) {
        IntervalSet expected = mistake.getExpectedTokens();
        return expected == null || expected.isNil() ? null : expected;
    }

    private void reportNoStream(Token found) {
        if (LATER.contains(found.getText())) {
            problems.error(
                    SourcePosition.of(found),
                    "'" + found.getText() + "' is not supported yet; expected 'stream'",
                    "functions, contexts and connectors come with a later version");
            return;
        }
        problems.error(
                SourcePosition.of(found),
                "found " + SyntaxErrorMessages.found(found)
                        + (streams.isEmpty()
                                ? "; expected 'stream'"
                                : "; expected an operation such as .where(...) or the next 'stream'"),
                new SyntaxHints(new TokenContext(tokens, input.index(), input.index())).atBegin(streams.isEmpty()));
    }

    private SyntaxHints hints(int start, Token found) {
        return new SyntaxHints(new TokenContext(tokens, start, Math.max(start, tokens.indexOf(found))));
    }

    private void resumeAfter(int start) {
        int index = start + 1;
        while (!isDeclaration(index)) {
            index++;
        }
        input.seek(index);
    }

    private boolean isDeclaration(int index) {
        Token token = tokens.get(index);
        return token.getType() == Token.EOF
                || (token.getType() == PipelineLexer.STREAM
                        && isName(index + 1)
                        && typeAt(index + 2) == PipelineLexer.ASSIGN)
                || (LATER.contains(token.getText())
                        && typeAt(index - 1) != PipelineLexer.DOT
                        && tokens.get(index - 1).getLine() < token.getLine()
                        && isName(index + 1));
    }

    private boolean isName(int index) {
        int type = typeAt(index);
        return type == PipelineLexer.ID || type == PipelineLexer.AS || type == PipelineLexer.STREAM;
    }

    private int typeAt(int index) {
        return index < tokens.size() ? tokens.get(index).getType() : Token.EOF;
    }
}
