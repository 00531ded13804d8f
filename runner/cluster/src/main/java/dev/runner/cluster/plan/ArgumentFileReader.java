package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.JavaArgumentFiles;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the argument files that a member's command names, relative to the member's directory. Those among its {@code
 * files} are taken from the plan: they are written only when it starts.
 */
record ArgumentFileReader(Path directory, List<PlannedFile> planned) implements JavaArgumentFiles.Source {
    /** More is a mistake: the launcher takes what fits on a command line. */
    private static final long MOST_BYTES = 1 << 20;

    @Override
    public String read(String path) throws IOException {
        Path file = directory.resolve(path).normalize();
        for (PlannedFile each : planned) {
            if (directory.resolve(each.path()).equals(file)) {
                Path source = each.source();
                String text = each.text();
                return text != null ? text : read(path, source == null ? file : source);
            }
        }
        return read(path, file);
    }

    private static String read(String path, Path file) throws IOException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("it is not a file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(
                    "the argument file @" + path + " (" + file + ") cannot be read: " + FileFailure.reason(e), e);
        }
    }
}
