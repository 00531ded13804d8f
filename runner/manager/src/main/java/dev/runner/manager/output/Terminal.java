package dev.runner.manager.output;

import dev.runner.supervisor.process.LibC;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
    private volatile @Nullable PrintStream copy;

    /** For streams whose readers never go, and which are no terminals. */
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
        this.out = out;
        this.err = err;
        this.colourOut = colourOut;
        this.colourErr = colourErr;
        this.isTerminal = isTerminal;
        this.readerGone = readerGone;
    }

    /**
     * The streams of this process.
     *
     * @param terminals which of them are terminals, as the launch script found out: {@code ""}, {@code "1"}, {@code
     *     "2"} or {@code "12"} (before Java 22 a program cannot ask that of each stream)
     */
    public static Terminal ofThisProcess(Map<String, String> environment, String terminals) {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                wantsColour(environment, terminals.contains("1")),
                wantsColour(environment, terminals.contains("2")),
                terminals.contains("1"),
                () -> LibC.isReaderClosed(1));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
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

    /** Prints a line of the result. */
    public void line(String line) {
        write(out, line);
    }

    /** Writes bytes of the result as they are. */
    public void bytes(byte[] bytes) {
        bytes(bytes, bytes.length);
    }

    /** Writes the first so many of these bytes as they are. */
    public void bytes(byte[] bytes, int length) {
        out.write(bytes, 0, length);
        if (out.checkError()) {
            throw new BrokenPipeException();
        }
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
        write(err, line);
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

    private static void write(PrintStream stream, String line) {
        stream.print(line + "\n"); // one write, also where several threads print
        if (stream.checkError()) {
            throw new BrokenPipeException();
        }
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
