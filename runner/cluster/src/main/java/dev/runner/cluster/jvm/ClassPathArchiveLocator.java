package dev.runner.cluster.jvm;

import dev.runner.util.UserCacheDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows where in the user's cache the start archive of a class path is: in a directory that is named after all that the
 * JVM compares, and some more, so that another JDK or a changed jar has another one, and never waits for an old one to
 * be refused.
 */
public final class ClassPathArchiveLocator {
    private static final int KEY_BYTES = 12;

    /** Before Java 14 the JVM does not know an option of {@link StartArchive#optionsToUse}, and would not start. */
    private static final int FIRST_JAVA = 17;

    private final Map<String, String> environment;
    private final Map<Path, Optional<JdkBuild>> builds = new HashMap<>();
    private final Map<List<String>, ClassPathArchive> known = new HashMap<>();

    /** @param environment of whoever starts the members */
    public ClassPathArchiveLocator(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The archive of what a command starts.
     *
     * @param words the program {@code java}, as an absolute path, and its arguments
     * @param argumentFiles for those that the arguments name
     * @throws IllegalArgumentException where no JVM can have one for such a command; the message says why
     * @throws IOException where there can be none on this machine; the message says why
     */
    public ClassPathArchive of(List<String> words, JavaArgumentFiles.Source argumentFiles) throws IOException {
        ParsedJavaCommand command = ParsedJavaCommand.of(JavaArgumentFiles.expand(words, argumentFiles));
        if (command.hasArchive()) {
            throw new IOException("the command names one of its own, or wants none");
        }
        List<String> program = new ArrayList<>(List.of(words.get(0)));
        program.addAll(command.decisive());
        List<String> jars = jars(command.classPath());
        program.addAll(List.of("-cp", String.join(File.pathSeparator, jars)));
        ClassPathArchive archive = known.get(program);
        if (archive == null) {
            archive = find(program, jars);
            known.put(program, archive);
        }
        return archive;
    }

    private ClassPathArchive find(List<String> program, List<String> jars) throws IOException {
        StartArchiveMode use = StartArchiveMode.of(environment);
        if (use == StartArchiveMode.NEVER) {
            throw new IOException(StartArchiveMode.VARIABLE + " is `never`");
        }
        Path java = Path.of(program.get(0));
        JdkBuild build = builds.computeIfAbsent(java, JdkBuild::of)
                .orElseThrow(() -> new IOException(java + " is of a JDK that does not say which build it is"));
        if (build.java() < FIRST_JAVA) {
            throw new IOException(
                    java + " is of Java " + build.java() + "; archives are made from " + FIRST_JAVA + " on");
        }
        Path directory = UserCacheDirectory.of(environment)
                .resolve("archives")
                .resolve(build.name())
                .resolve(key(program, jars));
        if (directory.toString().contains(":")) {
            throw new IOException(directory + " has a colon, which the JVM takes for the end of a path");
        }
        return new ClassPathArchive(program, new ArchiveDirectory(directory), use == StartArchiveMode.AUTO);
    }

    /** What an archive can hold: nothing that comes after a directory. The JVM is content with the beginning. */
    private static List<String> jars(String classPath) {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.startsWith("/")) {
                throw new IllegalArgumentException("has `" + entry
                        + "` in its class path; a member runs in a directory of its own, so give absolute paths");
            }
            if (Files.isDirectory(Path.of(entry))) {
                break;
            }
            jars.add(entry);
        }
        if (jars.isEmpty()) {
            throw new IllegalArgumentException("has the directory " + classPath.replaceFirst(":.*", "")
                    + " first in its class path, and no JVM has an archive of what comes after one; put jars first");
        }
        return jars;
    }

    private static String key(List<String> program, List<String> jars) throws IOException {
        StringBuilder text = new StringBuilder(String.join("\n", program.subList(1, program.size())));
        for (String entry : jars) {
            if (entry.endsWith("/*")) {
                for (Path jar : matching(Path.of(entry))) {
                    append(jar, text);
                }
            } else {
                append(Path.of(entry), text);
            }
        }
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The launcher takes the jars of a directory in the order in which they come, and the JVM notices another one. */
    private static List<Path> matching(Path wildcard) throws IOException {
        try (Stream<Path> files = Files.list(wildcard.resolveSibling(""))) {
            return files.filter(file -> file.toString().matches(".*\\.(jar|JAR)"))
                    .sorted()
                    .toList();
        }
    }

    /** A jar that is missing has a place too: the program may do without. */
    private static void append(Path jar, StringBuilder text) throws IOException {
        text.append('\n').append(jar);
        if (Files.exists(jar)) {
            text.append(' ')
                    .append(Files.size(jar))
                    .append(' ')
                    .append(Files.getLastModifiedTime(jar).toMillis());
        }
    }
}
