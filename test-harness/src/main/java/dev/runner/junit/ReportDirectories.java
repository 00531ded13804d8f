package dev.runner.junit;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The directories of reports: {@code target/runner/CLASS/METHOD}, one for each invocation of a method. */
final class ReportDirectories {
    /** A JUnit configuration parameter, which may also be given as a system property. */
    static final String PARAMETER = "runner.junit.reports";

    /** In bytes: a file's name has at most 255, and a number may follow. */
    private static final int LONGEST_NAME = 200;

    /** In the POSIX locale a name can only be made of ASCII. */
    private static final Charset FILE_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    private static final Pattern INVOCATION = Pattern.compile("\\[[a-z-]+:#(\\d+)]");

    /** The test of each directory: overloaded methods have the same name. */
    private static final Map<Path, String> TAKEN = new ConcurrentHashMap<>();

    private ReportDirectories() {}

    /** The directory for a class, or for the method of a test. */
    static Path of(ExtensionContext context) {
        Path ofClass = base(context)
                .resolve(fileName(context.getRequiredTestClass().getName().replace('$', '.')));
        String method = context.getTestMethod()
                .map(each -> each.getName() + invocation(context.getUniqueId()))
                .orElse("");
        if (method.isEmpty()) {
            return ofClass;
        }
        String name = fileName(method);
        Path wanted = ofClass.resolve(name);
        for (int i = 2; isTaken(wanted, context); i++) {
            wanted = ofClass.resolve(name + "_" + i);
        }
        return wanted;
    }

    private static boolean isTaken(Path directory, ExtensionContext context) {
        String other = TAKEN.putIfAbsent(directory, context.getUniqueId());
        return other != null && !other.equals(context.getUniqueId());
    }

    private static Path base(ExtensionContext context) {
        Optional<Path> wanted = context.getConfigurationParameter(PARAMETER).map(Path::of);
        return wanted.orElseGet(ReportDirectories::inBuildDirectory).toAbsolutePath();
    }

    private static Path inBuildDirectory() {
        boolean gradle = Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts"));
        boolean maven = Files.exists(Path.of("pom.xml"));
        return Path.of(gradle && !maven ? "build" : "target", "runner");
    }

    /** {@code -3} for the third invocation of a repeated or parameterized test. */
    private static String invocation(String uniqueId) {
        StringBuilder numbers = new StringBuilder();
        Matcher matcher = INVOCATION.matcher(uniqueId);
        while (matcher.find()) {
            numbers.append('-').append(matcher.group(1));
        }
        return numbers.toString();
    }

    static String fileName(String text) {
        return fileName(text, FILE_NAMES);
    }

    /** @param charset of file names, which may have no bytes for a letter: it becomes its number */
    static String fileName(String text, Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder name = new StringBuilder(text.startsWith(".") ? "_" : "");
        int bytes = name.length();
        for (int c : text.replaceAll("[^\\p{L}\\p{N}._-]+", "_").codePoints().toArray()) {
            String letter = Character.toString(c);
            String written = encoder.canEncode(letter) ? letter : String.format(Locale.ROOT, "u%04x", c);
            bytes += written.getBytes(charset).length;
            if (bytes > LONGEST_NAME) {
                break;
            }
            name.append(written);
        }
        return name.toString();
    }
}
