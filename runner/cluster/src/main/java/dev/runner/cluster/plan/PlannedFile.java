package dev.runner.cluster.plan;

import dev.runner.cluster.spec.FileMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file in a member's directory.
 *
 * @param path within that directory
 * @param text what is in it, nothing left to fill in; null for a copy
 * @param source the absolute path of the file that is copied; null for a text
 */
public record PlannedFile(
        String path, @Nullable String text, @Nullable Path source, FileMode mode) {
    /** Without the text, which may hold a secret. */
    @Override
    public String toString() {
        return path + " (" + mode + ")";
    }
}
