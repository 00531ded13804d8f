package dev.runner.util;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why something with a file failed, in words; the message of Java's own exceptions is often the path alone. */
public final class FileFailure {

    private FileFailure() {}

    /**
     * The file and the reason, where what was tried does not name the file: {@code /x/y: permission denied}. Never
     * empty.
     *
     * @param e an IOException, or one that wraps it; of any other the message
     */
    public static String describe(Exception e) {
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
            String message = String.valueOf(e.getMessage());
            return message.equals(cause.toString()) ? describe(cause) : message;
        } else if (e instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + reason(file);
        }
        return e instanceof IOException failure ? reason(failure) : String.valueOf(e.getMessage());
    }

    /** The reason, to be written behind what was tried: {@code permission denied}. Never empty. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        } else if (e instanceof FileAlreadyExistsException) {
            return "something else is in its place";
        } else if (e instanceof NotDirectoryException) {
            return "not a directory";
        } else if (e instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        } else if (e instanceof FileSystemLoopException) {
            return "symbolic links lead in a circle";
        } else if (e instanceof FileSystemException file) {
            return file.getReason() == null ? "unknown error" : file.getReason().toLowerCase(Locale.ROOT);
        } else if (e instanceof FileNotFoundException && message(e).endsWith(")")) {
            String message = message(e);
            return message.substring(message.lastIndexOf('(') + 1, message.length() - 1)
                    .toLowerCase(Locale.ROOT);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String message(IOException e) {
        return String.valueOf(e.getMessage());
    }
}
