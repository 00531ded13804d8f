package dev.runner.cluster.template;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A template that cannot be rendered: wrong syntax, or a value that does not exist. The message begins with file and
 * line.
 */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final String detail;

    TemplateException(String file, int line, String detail, @Nullable Throwable cause) {
        super((file.isEmpty() ? "" : file + ":" + line + ": ") + detail, cause);
        this.file = file;
        this.line = line;
        this.detail = detail;
    }

    public String file() {
        return file;
    }

    /** The line of the tag in the file, from 1. */
    public int line() {
        return line;
    }

    /** The message without its place. */
    public String detail() {
        return detail;
    }
}
