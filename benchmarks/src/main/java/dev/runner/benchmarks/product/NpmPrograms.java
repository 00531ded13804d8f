package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Programs that npm installs. */
final class NpmPrograms {
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");

    private NpmPrograms() {}

    static @Nullable String missing(String program) {
        return BenchmarkCommands.find(program).isPresent()
                ? null
                : "npm install --prefix DIR " + program + ", and put DIR/node_modules/.bin on the PATH";
    }

    /** As its package says: asked itself, pm2 starts a daemon. */
    static String version(String program) {
        try {
            Path directory = Path.of(BenchmarkCommands.find(program).orElse(""))
                    .toRealPath()
                    .getParent();
            while (directory != null && !Files.exists(directory.resolve("package.json"))) {
                directory = directory.getParent();
            }
            if (directory != null) {
                Matcher version = VERSION.matcher(Files.readString(directory.resolve("package.json")));
                return version.find() ? version.group(1) : BenchmarkCommands.UNKNOWN;
            }
        } catch (IOException e) {
            // The program is no link into a package: somebody has installed it in another way.
            return BenchmarkCommands.UNKNOWN;
        }
        return BenchmarkCommands.UNKNOWN;
    }
}
