package dev.runner.manager.output;

import dev.runner.supervisor.process.LibC;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The two streams that a person or a pipe reads: results on the one, everything about them on the other.
 *
 * <p>Every line is flushed at once and a reader that has gone is noticed ({@link BrokenPipeException}): {@code runner
 * logs | head} ends as soon as {@code head} has seen enough. Safe for use by several threads; lines are never mixed.
 */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean colourOut;
    private final boolean colourErr;
    private final boolean isTerminal;
    private final BooleanSupplier readerGone;
    private final Supplier<@Nullable IOException> outFailure;
    private final Supplier<@Nullable IOException> errFailure;
    private volatile @Nullable PrintStream copy;

    /** For streams that fail only when their readers have gone, and which are no terminals. */
    public Terminal(PrintStream out, PrintStream err, boolean colourOut, boolean colourErr) {
        this(out, err, colourOut, colourErr, false, () -> false);
    }

    /**
     * For streams as they are.
     *
     * @param isTerminal whether a terminal shows what is written to {@code out}
     * @param readerGone whether nobody reads it any more
     */
    public Terminal(
            PrintStream out,
            PrintStream err,
            boolean colourOut,
            boolean colourErr,
            boolean isTerminal,
            BooleanSupplier readerGone) {
        this(out, err, colourOut, colourErr, isTerminal, readerGone, () -> null, () -> null);
    }

    private Terminal(
            PrintStream out,
            PrintStream err,
            boolean colourOut,
            boolean colourErr,
            boolean isTerminal,
            BooleanSupplier readerGone,
            Supplier<@Nullable IOException> outFailure,
            Supplier<@Nullable IOException> errFailure) {
        this.out = out;
        this.err = err;
        this.colourOut = colourOut;
        this.colourErr = colourErr;
        this.isTerminal = isTerminal;
        this.readerGone = readerGone;
        this.outFailure = outFailure;
        this.errFailure = errFailure;
    }

    /** On streams of which it is known why they fail. */
    static Terminal of(
            OutputStream out,
            OutputStream err,
            boolean colourOut,
            boolean colourErr,
            boolean isTerminal,
            BooleanSupplier readerGone) {
        FailureNotingStream notedOut = new FailureNotingStream(out);
        FailureNotingStream notedErr = new FailureNotingStream(err);
        return new Terminal(
                new PrintStream(notedOut, false, StandardCharsets.UTF_8),
                new PrintStream(notedErr, false, StandardCharsets.UTF_8),
                colourOut,
                colourErr,
                isTerminal,
                readerGone,
                notedOut::failure,
                notedErr::failure);
    }

    /**
     * The streams of this process.
     *
     * @param terminals which of them are terminals, as the launch script found out: {@code ""}, {@code "1"}, {@code
     *     "2"} or {@code "12"} (before Java 22 a program cannot ask that of each stream)
     */
    public static Terminal ofThisProcess(Map<String, String> environment, String terminals) {
        return of(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                wantsColour(environment, terminals.contains("1")),
                wantsColour(environment, terminals.contains("2")),
                terminals.contains("1"),
                () -> LibC.isReaderClosed(1));
    }

    /**
     * Whether to colour what goes to a stream: {@code NO_COLOR} (not empty) forbids it, {@code CLICOLOR_FORCE} (not
     * {@code 0}) demands it, else only a terminal that is not {@code dumb} gets it.
     */
    static boolean wantsColour(Map<String, String> environment, boolean isTerminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
            return true;
        }
        return isTerminal
                && !environment.getOrDefault("CLICOLOR", "1").equals("0")
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** Copies notes, errors and stack traces to a log too, from now on; null ends that. */
    public void copyTo(@Nullable PrintStream log) {
        copy = log;
    }

    /**
     * Prints a line of the result.
     *
     * @throws BrokenPipeException where nobody reads it any more
     * @throws OutputFailedException where it cannot be written for another reason
     */
    public void line(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        bytes(bytes);
    }

    /** Writes bytes of the result as they are. */
    public void bytes(byte[] bytes) {
        bytes(bytes, bytes.length);
    }

    /** Writes the first so many of these bytes as they are. */
    public void bytes(byte[] bytes, int length) {
        out.write(bytes, 0, length);
        if (out.checkError()) {
            IOException failure = outFailure.get();
            if (isBrokenPipe(failure) || isReaderClosed()) {
                throw new BrokenPipeException();
            }
            throw new OutputFailedException(failure == null ? new IOException("unknown error") : failure);
        }
    }

    private static boolean isBrokenPipe(@Nullable IOException failure) {
        return failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    /** Whether colours are wanted in results. */
    public boolean isColoured() {
        return colourOut;
    }

    /** Whether results are shown by a terminal, which obeys control characters. */
    public boolean isTerminal() {
        return isTerminal;
    }

    /** Whether nobody reads results any more, also where nothing is being written; costs a system call. */
    public boolean isReaderClosed() {
        return readerGone.getAsBoolean();
    }

    /** Prints a line about what happens: progress, hints, warnings. */
    public void note(String line) {
        PrintStream log = copy;
        if (log != null) {
            log.print(line + "\n");
        }
        err.print(line + "\n"); // one write, also where several threads print
        if (err.checkError() && isBrokenPipe(errFailure.get())) {
            throw new BrokenPipeException();
        } // else there is no place to say that nothing can be said; what is asked for is done all the same
    }

    /** Prints {@code runner: <message>}. */
    public void error(String message) {
        note((colourErr ? Colour.RED.paint("runner:") : "runner:") + " " + message);
    }

    /** Prints a stack trace, which only {@code --verbose} asks for. */
    public void trace(Throwable failure) {
        PrintStream log = copy;
        if (log != null) {
            failure.printStackTrace(log);
        }
        failure.printStackTrace(err);
    }

    /** Text for {@link #line} in a colour, where colours are wanted. */
    public String paint(Colour colour, String text) {
        return colourOut ? colour.paint(text) : text;
    }

    /** Text for {@link #note} in a colour, where colours are wanted. */
    public String paintNote(Colour colour, String text) {
        return colourErr ? colour.paint(text) : text;
    }
}
