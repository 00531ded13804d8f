package dev.runner.util;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command and its environment in a form in which this JVM passes on every byte. A JVM starts programs with strings
 * in its default encoding (JDK 17) or that of its locale (later ones), in which a text may have no bytes: é in the
 * POSIX locale, or a byte that is not UTF-8 in any. Where there is such a text, a shell is told it in octal, and
 * becomes the command; else both stay as they are.
 *
 * @param command the words to start
 * @param environment all variables to start it with
 */
public record ByteExactCommand(List<String> command, Map<String, String> environment) {
    private static final boolean UTF_8 = StandardCharsets.UTF_8.equals(Charset.defaultCharset())
            && "UTF-8".equals(System.getProperty("sun.jnu.encoding", ""));

    /** A name that nobody exports. */
    private static final String WORD = "MULTIHOST_WORD_";

    public ByteExactCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** As this JVM needs it. */
    public static ByteExactCommand of(List<String> command, Map<String, String> environment) {
        return of(command, environment, UTF_8);
    }

    /** @param utf8 whether the JVM passes on all characters, and loses only bytes that are none */
    static ByteExactCommand of(List<String> command, Map<String, String> environment, boolean utf8) {
        if (command.stream().allMatch(word -> isPassed(word, utf8))
                && environment.entrySet().stream()
                        .allMatch(each -> isPassed(each.getKey(), utf8) && isPassed(each.getValue(), utf8))) {
            return new ByteExactCommand(command, environment);
        }
        boolean odd = !environment.keySet().stream().allMatch(ByteExactCommand::isShellName);
        StringBuilder script = new StringBuilder(odd ? "set -- env; " : "set --; ");
        Map<String, String> passed = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!isShellName(name)) {
                append(script, name + "=" + value); // a shell may drop it, so `env` sets it
            } else if (isPassed(value, utf8)) {
                passed.put(name, value);
            } else {
                assign(script, name, value);
                script.append("export ").append(name).append("; ");
            }
        });
        for (String word : command) {
            append(script, word);
        }
        script.append("exec \"$@\"");
        return new ByteExactCommand(List.of("/bin/sh", "-c", script.toString()), passed);
    }

    private static boolean isPassed(String text, boolean utf8) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return utf8 && !SurrogateEscape.hasEscapes(text);
            }
        }
        return true;
    }

    private static boolean isShellName(String name) {
        return !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.isLetterOrDigit(c)));
    }

    private static void append(StringBuilder script, String word) {
        assign(script, WORD, word);
        script.append("set -- \"$@\" \"$").append(WORD).append("\"; ");
    }

    /** The dot keeps line feeds at the end, which a shell takes off. */
    private static void assign(StringBuilder script, String name, String value) {
        script.append(name).append("=$(printf '");
        for (byte each : SurrogateEscape.encode(value)) {
            if (each > 0 && (Character.isLetterOrDigit(each) || "_./=:, ".indexOf(each) >= 0)) {
                script.append((char) each);
            } else {
                script.append(String.format(Locale.ROOT, "\\%03o", each & 0xFF));
            }
        }
        script.append(".'); ").append(name).append("=${").append(name).append("%.}; ");
    }
}
