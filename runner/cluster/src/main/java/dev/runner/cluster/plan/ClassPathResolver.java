package dev.runner.cluster.plan;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the jars and directories that a {@code classpath} names. */
final class ClassPathResolver {
    private static final String WILDCARDS = "*?[{";

    private final Path directory;

    /** @param directory what relative entries start from */
    ClassPathResolver(Path directory) {
        this.directory = directory;
    }

    /** The files of several entries, as {@code -cp} takes them. */
    static String join(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The files that one entry names, sorted; at least one.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    List<Path> find(String entry) {
        List<Path> names = new ArrayList<>();
        Path.of(entry).forEach(names::add);
        int plain = 0;
        while (plain < names.size() && !hasWildcard(names.get(plain).toString())) {
            plain++;
        }
        Path base = entry.startsWith("/") ? Path.of("/") : directory;
        for (Path name : names.subList(0, plain)) {
            base = base.resolve(name);
        }
        base = base.normalize();
        if (plain == names.size()) {
            return one(entry, base);
        }
        String pattern =
                names.subList(plain, names.size()).stream().map(Path::toString).collect(Collectors.joining("/"));
        return matching(entry, base, pattern);
    }

    private static List<Path> one(String entry, Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("names `" + entry + "`, but " + file + " does not exist");
        }
        return List.of(file);
    }

    private static List<Path> matching(String entry, Path base, String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        int depth = pattern.contains("**")
                ? Integer.MAX_VALUE
                : (int) pattern.chars().filter(c -> c == '/').count() + 1;
        if (Files.isDirectory(base)) {
            try (Stream<Path> files = Files.walk(base, depth)) {
                List<Path> found = files.filter(file -> !file.equals(base))
                        .filter(file -> matcher.matches(base.relativize(file)))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("names `" + entry + "`, but " + base + " cannot be read: " + e, e);
            }
        }
        throw new IllegalArgumentException(
                "names `" + entry + "`, but nothing in " + base + " matches; put the jars there first");
    }

    private static boolean hasWildcard(String name) {
        return name.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }
}
