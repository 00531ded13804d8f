package dev.runner.service.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Writes each event with one call, so that lines stay whole: warnings and errors to stderr, the rest to stdout. */
final class StdoutStderrAppender extends AppenderBase<ILoggingEvent> {

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    private final boolean asJson;

    /**
     * Opens the console.
     *
     * @param asJson whether each line is a JSON object
     */
    StdoutStderrAppender(boolean asJson) {
        this.asJson = asJson;
    }

    @Override
    protected void append(ILoggingEvent event) {
        FileOutputStream stream = event.getLevel().isGreaterOrEqual(Level.WARN) ? err : out;
        String line = asJson ? JsonLogFormatter.of(event) : TextLogFormatter.of(event);
        try {
            stream.write(line.getBytes(UTF_8));
        } catch (IOException e) {
            // The reader of the log is gone. There is no place left to report that, and no reason to stop serving.
            addError("the log has no reader", e);
        }
    }
}
