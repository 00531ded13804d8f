package dev.runner.cluster.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code java} program is told by a command line, as far as start archives depend on it.
 *
 * @param options those for the JVM, without the class path
 * @param classPath as it is written
 */
public record ParsedJavaCommand(List<String> options, String classPath) {
    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");

    /** Options whose value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--enable-native-access",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--patch-module",
            "--source");

    /** An archive that somebody has chosen already. */
    private static final List<String> ARCHIVES = List.of(
            "-XX:SharedArchiveFile=", "-XX:ArchiveClassesAtExit=", "-XX:DumpLoadedClassList=", "-XX:AOT", "-Xshare:");

    public ParsedJavaCommand {
        options = List.copyOf(options);
    }

    /**
     * Reads one.
     *
     * @param words the program comes first, and is not looked at; argument files are expanded
     * @throws IllegalArgumentException where it has no class path; the message says what it has instead
     */
    public static ParsedJavaCommand of(List<String> words) {
        List<String> options = new ArrayList<>();
        @Nullable String classPath = null;
        for (int i = 1; i < words.size() && words.get(i).startsWith("-"); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            if (word.equals("-jar")) {
                return new ParsedJavaCommand(options, next);
            } else if (CLASS_PATH.contains(word)) {
                classPath = next;
                i++;
            } else if (word.startsWith("--class-path=")) {
                classPath = word.substring("--class-path=".length());
            } else if (WITH_VALUE.contains(word)) {
                options.add(word);
                options.add(next);
                i++;
            } else {
                options.add(word);
            }
        }
        if (classPath == null) {
            throw new IllegalArgumentException("has neither -cp nor -jar among its options");
        }
        return new ParsedJavaCommand(options, classPath);
    }

    /** Whether the word after this option, which is not a class path, belongs to it. */
    static boolean takesValue(String option) {
        return WITH_VALUE.contains(option);
    }

    /** Whether the options say which archive is used, or that none is. */
    public boolean hasArchive() {
        return options.stream().anyMatch(option -> ARCHIVES.stream().anyMatch(option::startsWith));
    }

    /**
     * The options without which a JVM refuses an archive, or which it would refuse one with: the collector, and how
     * large references and headers are. Sizes and what differs from member to member are not among them.
     */
    public List<String> decisive() {
        return options.stream()
                .filter(option -> option.matches("-XX:[+-](Use|Unlock)\\w+|-XX:ObjectAlignmentInBytes=\\d+"))
                .toList();
    }
}
