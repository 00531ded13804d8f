package dev.runner.cluster.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One build of a JDK, as its {@code release} file tells it: what a start archive is made for.
 *
 * @param name vendor, build and processor; a name for a directory
 * @param java the version of Java, 17 for example
 */
public record JdkBuild(String name, int java) {
    /**
     * The build of a {@code java} program.
     *
     * @return empty where the JDK does not say
     */
    public static Optional<JdkBuild> of(Path program) {
        try {
            Path bin = program.toRealPath().getParent();
            Path home = bin == null ? null : bin.getParent();
            return home == null
                    ? Optional.empty()
                    : parse(Files.readString(home.resolve("release"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // No such file, or none that can be read: there are no archives for such a JDK.
            return Optional.empty();
        }
    }

    static Optional<JdkBuild> parse(String release) {
        Map<String, String> fields = new HashMap<>();
        release.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
            }
        });
        String build = fields.get("JAVA_RUNTIME_VERSION");
        int java = feature(fields.get("JAVA_VERSION"));
        if (build == null || java == 0) {
            return Optional.empty();
        }
        String name = fields.getOrDefault("IMPLEMENTOR", "") + "-" + build + "-" + fields.getOrDefault("OS_ARCH", "");
        return Optional.of(new JdkBuild(name.replaceAll("[^\\w.+ -]", "_"), java));
    }

    /** {@code 17.0.15} is 17 and {@code 1.8.0_492} is 8; 0 where it is nothing of the kind. */
    private static int feature(@Nullable String version) {
        String first = version == null ? "" : version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", "");
        return first.isEmpty() || first.length() > 4 ? 0 : Integer.parseInt(first);
    }
}
