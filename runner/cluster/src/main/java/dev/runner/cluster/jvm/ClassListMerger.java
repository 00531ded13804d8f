package dev.runner.cluster.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists of the classes that JVMs have loaded, one a line, which each JVM numbers for itself. Members of one class path
 * load different ones (a leader others than those who follow it), and one archive is to hold them all.
 */
final class ClassListMerger {
    private static final Pattern NUMBER = Pattern.compile(" id: \\d+$");

    /** A hundred thousand classes need less. */
    private static final int LONGEST = 32 << 20;

    private ClassListMerger() {}

    /** One of several; their JVMs may still be writing. */
    static String merge(Collection<Path> lists) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path list : lists) {
            String text = read(list);
            // What comes after the last end of a line is not written yet.
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(ClassListMerger::isUsable)
                    .map(line -> NUMBER.matcher(line).replaceFirst(""))
                    .forEach(lines::add);
        }
        return String.join("\n", List.copyOf(lines)) + "\n";
    }

    /** It lies in the member's directory, so it may be anything. */
    private static String read(Path list) throws IOException {
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(list, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }

    /** Classes of loaders of the program's own refer to others by their numbers, which mean nothing elsewhere. */
    private static boolean isUsable(String line) {
        return !line.startsWith("#") && !line.contains(" source: ");
    }
}
